/** The range of a year of four digits. */
const FIRST_MS = Date.parse('0001-01-01T00:00:00.000Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * An instant in ISO. A row written by hand in SQL may hold one out of range, which is shown as the nearest limit, or an
 * invalid one, which is shown as 1970.
 */
export function toIso(instant: number): string {
  const bounded = Number.isNaN(instant) ? 0 : Math.min(Math.max(instant, FIRST_MS), LAST_MS);
  return new Date(bounded).toISOString();
}

export function toIsoOrNull(instant: number | null): string | null {
  return instant === null ? null : toIso(instant);
}
