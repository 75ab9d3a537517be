/** What four digits of a year can say. */
const FIRST_MS = Date.parse('0001-01-01T00:00:00.000Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** An instant that SQL by hand put beyond is shown at the end of what can be said, one that is none as 1970. */
export function toIso(instant: number): string {
  const bounded = Number.isNaN(instant) ? 0 : Math.min(Math.max(instant, FIRST_MS), LAST_MS);
  return new Date(bounded).toISOString();
}

export function toIsoOrNull(instant: number | null): string | null {
  return instant === null ? null : toIso(instant);
}
