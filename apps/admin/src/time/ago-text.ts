import { relativeText } from './duration-text.ts';

const TEN_MINUTES_MS = 600_000;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "12 s ago", "3 min ago", "5 h ago", "2 d ago", "now": in one unit. An instant after `now` counts as now. */
export function agoText(at: number, now: number): string {
  const age = Math.max(0, now - at);
  const unitMs = age < MINUTE_MS ? 1 : age < HOUR_MS ? MINUTE_MS : age < DAY_MS ? HOUR_MS : DAY_MS;
  return relativeText(now - Math.floor(age / unitMs) * unitMs, now);
}

/** "in 12 s", "in 3 min 20 s", "in 23 min", "in 4 h 54 min": an instant to come, coarser with distance; a past one is "now". */
export function awayText(at: number, now: number): string {
  const distance = Math.max(0, at - now);
  const isCoarse = distance >= TEN_MINUTES_MS && distance < HOUR_MS;
  return relativeText(now + (isCoarse ? Math.floor(distance / MINUTE_MS) * MINUTE_MS : distance), now);
}
