const HOUR_MS = 3_600_000;

/** The ranges that end now, by their name in the address; `custom` has its own start and end. */
export const RANGES = [
  { value: '', label: 'Any time', lastMs: null },
  { value: 'hour', label: 'Last hour', lastMs: HOUR_MS },
  { value: 'day', label: 'Last day', lastMs: 24 * HOUR_MS },
  { value: 'week', label: 'Last week', lastMs: 168 * HOUR_MS },
  { value: 'custom', label: 'Custom range', lastMs: null },
] as const;

export function lastMsOf(range: string): number | null {
  return RANGES.find(({ value }) => value === range)?.lastMs ?? null;
}

/** The value of a `datetime-local` field, in the browser's zone, as ISO in UTC; empty if it is not a date. */
export function instantOfLocal(local: string): string {
  const at = Date.parse(local);
  return Number.isNaN(at) ? '' : new Date(at).toISOString();
}

/** An instant for a `datetime-local` field: "2026-01-31T08:30" in the browser's zone. */
export function localOfInstant(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
