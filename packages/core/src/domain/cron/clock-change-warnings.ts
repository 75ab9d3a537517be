import type { TriggerFields } from '../trigger-fields.ts';
import { type CronGap, cronGaps } from './cron-gaps.ts';
import { createCronTrigger } from './cron-trigger.ts';
import { listed } from './listed-words.ts';

const YEAR_MS = 366 * 86_400_000;
const HOUR_MS = 3_600_000;
const SHOWN = 3;

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
  return felt === undefined ? [] : [warning(felt, fields.timezone)];
}

function warning(gap: CronGap, timezone: string): string {
  const change = `On ${dayOf(gap.wallFrom)} the clock in ${timezone} goes from ${timeOf(gap.wallFrom)} to ${timeOf(gap.wallTo)}`;
  if (gap.mergedCount > 0)
    return `${change}: ${timesOf(gap.merged, gap.mergedCount)} ${gap.mergedCount === 1 ? 'runs' : 'run as one'} at ${timeOf(gap.wallTo)} then.`;
  return `${change}: ${timesOf(gap.lost, gap.lostCount)} ${gap.lostCount === 1 ? 'does not exist on that day and does not run' : 'do not exist on that day and do not run'}.`;
}

function timesOf(times: readonly number[], count: number): string {
  const shown = times.slice(0, SHOWN).map(timeOf);
  return listed(count > SHOWN ? [...shown, `${count - SHOWN} more`] : shown);
}

/** Wall times are stored as if they were UTC. */
function dayOf(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 10);
}

function timeOf(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(11, 16);
}
