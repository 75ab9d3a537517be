/** An instant as stored in SQLite: ISO 8601 text in UTC with milliseconds, as Prisma writes it. */
export function toSqliteInstant(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, -1)}+00:00`;
}

const WITHOUT_ZONE = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/;

/** Parses a stored instant, including one that SQL wrote by hand (`datetime('now')` is UTC). NaN if it is invalid. */
export function fromSqliteInstant(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return Number.NaN;
  return Date.parse(WITHOUT_ZONE.test(value) ? `${value.replace(' ', 'T')}Z` : value);
}
