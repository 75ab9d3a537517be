import { members } from './bits.ts';
import type { DayValues } from './cron-values.ts';
import { listed } from './listed-words.ts';

/** Days of the month with `L` or `W`, in words; null for plain days. */
export function dayWords({ days, nearestWeekdays, hasLastDay, hasLastWeekday }: DayValues): string | null {
  if (nearestWeekdays === 0 && !hasLastDay && !hasLastWeekday) return null;
  const plain = members(days).map((bit) => `day ${bit + 1}`);
  const nearest = members(nearestWeekdays).map((bit) => `the weekday nearest day ${bit + 1}`);
  const last = [...(hasLastWeekday ? ['the last weekday'] : []), ...(hasLastDay ? ['the last day'] : [])];
  return `on ${listed([...plain, ...nearest, ...last])} of the month`;
}
