import { instantOfWall, wallOfInstant } from '../../../time/wall-time.ts';

interface Preset {
  readonly label: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MORNING = '08:00';

/** Ends of a pause that are asked for often. `now` in epoch milliseconds; days and mornings are those of `zone`. */
export function pausePresets(now: number, zone: string): readonly Preset[] {
  const minute = Math.ceil(now / MINUTE_MS) * MINUTE_MS;
  const today = wallOfInstant(now, zone).slice(0, 10);
  const morningIn = (days: number) => instantOfWall(`${dayAfter(today, days)}T${MORNING}`, zone) ?? minute;
  return [
    { label: '1 hour', at: minute + HOUR_MS },
    { label: '4 hours', at: minute + 4 * HOUR_MS },
    { label: `Tomorrow ${MORNING}`, at: morningIn(1) },
    { label: `Monday ${MORNING}`, at: morningIn(daysToMonday(today)) },
  ];
}

/** From one to seven. */
function daysToMonday(day: string): number {
  return (8 - new Date(`${day}T00:00:00Z`).getUTCDay()) % 7 || 7;
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * HOUR_MS).toISOString().slice(0, 10);
}
