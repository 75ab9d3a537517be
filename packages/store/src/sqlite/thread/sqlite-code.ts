/** The SQLite primary result codes that this code depends on. */
export const SQLITE_BUSY = 5;
export const SQLITE_CANNOT_OPEN = 14;

/** The primary result code of a driver error; NaN for other errors. */
export function primaryCodeOf(error: unknown): number {
  const { rawCode } = error as { rawCode?: number };
  return rawCode === undefined ? Number.NaN : rawCode & 0xff;
}
