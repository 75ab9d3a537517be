import { listed } from './listed-words.ts';
import type { CronGap } from './cron-gaps.ts';

const SHOWN = 3;

/** "On 2027-03-28 the clock in Europe/Berlin goes from 02:00 to 03:00". Wall times are stored as if they were UTC. */
export function clockChangeWords(
  { wallFrom, wallTo }: Pick<CronGap, 'wallFrom' | 'wallTo'>,
  timezone: string,
): string {
  const day = new Date(wallFrom).toISOString().slice(0, 10);
  return `On ${day} the clock in ${timezone} goes from ${timeOf(wallFrom)} to ${timeOf(wallTo)}`;
}

/** What becomes of the times that a clock set forward leaves out. */
export function gapWords({ wallTo, lost, lostCount, merged, mergedCount }: CronGap): string {
  if (mergedCount > 0)
    return `${timesOf(merged, mergedCount)} ${mergedCount === 1 ? 'runs' : 'run as one'} at ${timeOf(wallTo)} then.`;
  return `${timesOf(lost, lostCount)} ${lostCount === 1 ? 'does not exist on that day and does not run' : 'do not exist on that day and do not run'}.`;
}

function timesOf(times: readonly number[], count: number): string {
  const shown = times.slice(0, SHOWN).map(timeOf);
  return listed(count > SHOWN ? [...shown, `${count - SHOWN} more`] : shown);
}

function timeOf(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(11, 16);
}
