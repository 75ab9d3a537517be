/** Rows in padded columns below a heading. Colour comes after the padding, so that it takes no room. */
export function table(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  paint: (cell: string, column: number) => string = (cell) => cell,
): string {
  const cells = rows.map((row) => row.map(oneLine));
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => lengthOf(row[column] ?? ''))),
  );
  const line = (row: readonly string[], paintCell: typeof paint) =>
    row
      .map((cell, column) => paintCell(cell, column) + ' '.repeat((widths[column] ?? 0) - lengthOf(cell)))
      .join('  ')
      .trimEnd();
  return [line(heading, (title) => title), ...cells.map((row) => line(row, paint))].join('\n');
}

/** What comes out of a database cannot steer the terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

/** Text of several lines without what steers a terminal. */
export function harmless(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '');
}

/** In characters as a reader counts them. */
function lengthOf(text: string): number {
  return Array.from(segmenter.segment(text)).length;
}

const segmenter = new Intl.Segmenter();
