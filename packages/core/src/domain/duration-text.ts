const UNITS = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1_000 },
] as const;

/** A duration: "850 ms", "12.3 s", "3 min 20 s", "2 d 5 h". */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${Math.floor(ms / 100) / 10} s`;
  return twoUnits(ms);
}

/** "in 12 s", "3 min 20 s ago", "now": an instant as seen from `now`, both in epoch milliseconds. */
export function relativeText(at: number, now: number): string {
  const distance = at - now;
  if (Math.abs(distance) < 1_000) return 'now';
  const text = twoUnits(Math.abs(distance));
  return distance > 0 ? `in ${text}` : `${text} ago`;
}

/** At most two units; the smaller is left out if it is zero or if there are more than 9 of the larger. */
function twoUnits(ms: number): string {
  const index = Math.max(
    0,
    UNITS.findIndex((unit) => ms >= unit.ms),
  );
  const large = UNITS[index] ?? UNITS[3];
  const count = Math.floor(ms / large.ms);
  const small = UNITS[index + 1];
  const rest = small === undefined ? 0 : Math.floor((ms - count * large.ms) / small.ms);
  const isEnough = small === undefined || rest === 0 || (large.name === 'd' && count > 9);
  return isEnough ? `${count} ${large.name}` : `${count} ${large.name} ${rest} ${small.name}`;
}
