import type { ScheduleItem } from '@zenpulse/contract';
import { visibleText, type Outcome } from '@zenpulse/core/domain';
import { agoText, awayText } from '../../../time/ago-text.ts';
import { clockText, offsetText } from '../../../time/instant-text.ts';

type Timed = Pick<ScheduleItem, 'state' | 'enabled' | 'problems'> &
  Partial<Pick<ScheduleItem, 'pausedUntil' | 'pauseReason'>>;

/** When it runs next, or why it does not, in a sentence. `next`: in epoch milliseconds; null if there is none. */
export function nextSentence(
  item: Timed,
  next: number | null,
  hasRunner: boolean,
  zone: string,
  now: number,
): string {
  if (item.problems.length > 0) return 'It is damaged, and does not run until it is repaired.';
  if (!item.enabled) return 'It is disabled, and does not run.';
  if (item.state === 'unregistered') return 'No runner has its job registered, so it does not run.';
  const paused = pausedSentence(item, zone, now);
  if (paused !== null) return paused;
  if (next === null) return 'There is no further run.';
  const at = `${clockText(next, zone, now)} ${offsetText(next, zone)}`;
  return hasRunner ? `Next run ${awayText(next, now)} (${at}).` : `Due ${at}; it waits for a runner.`;
}

/** "It is paused until 04:10 GMT+1: the database is moved." */
function pausedSentence(
  { pausedUntil = null, pauseReason = null }: Timed,
  zone: string,
  now: number,
): string | null {
  const until = pausedUntil === null ? 0 : Date.parse(pausedUntil);
  if (until <= now) return null;
  const reason = pauseReason === null ? '' : `: ${visibleText(pauseReason)}`;
  return `It is paused until ${clockText(until, zone, now)} ${offsetText(until, zone)}${reason}.`;
}

/** "failed 2 min ago after 3 attempts" */
export function endText(status: Outcome, at: number, attempts: number, now: number): string {
  const tried = attempts > 1 ? ` after ${attempts} attempts` : '';
  return `${VERBS[status]} ${agoText(at, now)}${tried}`;
}

const VERBS: Readonly<Record<Outcome, string>> = {
  success: 'succeeded',
  fail: 'failed',
  timeout: 'timed out',
  interrupted: 'was interrupted',
  missed: 'was missed',
  skipped: 'was skipped',
};
