/** Rows in padded columns below a heading. Colour is added after padding, so that its codes do not count. */
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

/** Escapes control characters: text from a database must not control the terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

/** The same for text of several lines. */
export function harmless(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '');
}

/** The length in visible characters. */
function lengthOf(text: string): number {
  return Array.from(segmenter.segment(text)).length;
}

const segmenter = new Intl.Segmenter();
