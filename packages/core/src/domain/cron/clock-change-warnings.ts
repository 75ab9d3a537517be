import type { TriggerFields } from '../trigger-fields.ts';
import { clockChangeWords, gapWords } from './clock-change-words.ts';
import { cronGaps } from './cron-gaps.ts';
import { createCronTrigger } from './cron-trigger.ts';

const YEAR_MS = 366 * 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * Warns of the next change of the clock, within a year, that skips times of this cron. A cron that runs several times
 * an hour is left out: one lost run does not matter there.
 */
export function clockChangeWarnings(fields: TriggerFields, now: number): string[] {
  const trigger = createCronTrigger(fields, fields.timezone);
  const felt = cronGaps(fields, fields.timezone, now, now + YEAR_MS).find((gap) => {
    const next = trigger.next(gap.at - 1);
    return gap.mergedCount > 0 || next === null || next - gap.at > HOUR_MS;
  });
  return felt === undefined ? [] : [`${clockChangeWords(felt, fields.timezone)}: ${gapWords(felt)}`];
}
