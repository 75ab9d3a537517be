/** SQLite's primary result codes, as far as something depends on them. */
export const SQLITE_BUSY = 5;
export const SQLITE_CANNOT_OPEN = 14;

/** The primary result code of an error that the driver threw; NaN of any other. */
export function primaryCodeOf(error: unknown): number {
  const { rawCode } = error as { rawCode?: number };
  return rawCode === undefined ? Number.NaN : rawCode & 0xff;
}
