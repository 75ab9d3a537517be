const MINUTE_MS = 60_000;

/** An instant for a `datetime-local` field: "2026-01-31T08:30" in `zone`. */
export function wallOfInstant(at: number, zone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return format.format(at).replace(' ', 'T');
}

/**
 * The instant of a `datetime-local` field's text in `zone`, in epoch milliseconds; null if it is none. A time that comes
 * twice is the first one; one that the clock leaves out is as much later as the clock is set forward.
 */
export function instantOfWall(wall: string, zone: string): number | null {
  const asUtc = Date.parse(`${wall}Z`);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(wall) || Number.isNaN(asUtc)) return null;
  const offsets = [-1, 1].map((days) => offsetAt(asUtc + days * 86_400_000, zone));
  // With the offset before a change and the one after it: the earlier instant that shows this time.
  const candidates = offsets.map((offset) => asUtc - offset).toSorted((a, b) => a - b);
  const shown = candidates.find((at) => at + offsetAt(at, zone) === asUtc);
  return shown ?? asUtc - (offsets[0] ?? 0);
}

/** How far the zone's clock is ahead of UTC. Zones of today have whole minutes. */
function offsetAt(at: number, zone: string): number {
  const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  return Date.parse(`${wallOfInstant(minute, zone)}Z`) - minute;
}
