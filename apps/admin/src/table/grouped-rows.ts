/** A row, or the heading of the rows after it. */
export type Entry<Row> = { readonly row: Row } | { readonly heading: string; readonly count: number };

/** The rows with a heading before each run of rows of one group; without groups just the rows. */
export function groupedRows<Row>(
  rows: readonly Row[],
  groupOf: ((row: Row) => string) | undefined,
): readonly Entry<Row>[] {
  if (groupOf === undefined) return rows.map((row) => ({ row }));
  const entries: Entry<Row>[] = [];
  let from = 0;
  for (let at = 1; at <= rows.length; at += 1) {
    const [first, row] = [rows[from], rows[at]];
    if (first === undefined || (row !== undefined && groupOf(row) === groupOf(first))) continue;
    entries.push({ heading: groupOf(first), count: at - from });
    for (const one of rows.slice(from, at)) entries.push({ row: one });
    from = at;
  }
  return entries;
}

/** The first part of a key: "billing" of "billing.dunning". */
export function prefixOf(key: string): string {
  return /^[^._:/-]+/.exec(key)?.[0] ?? key;
}
