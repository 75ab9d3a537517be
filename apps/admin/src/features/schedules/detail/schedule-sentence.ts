import type { ScheduleItem } from '@zenpulse/contract';
import type { Outcome } from '@zenpulse/core/domain';
import { agoText, awayText } from '../../../time/ago-text.ts';
import { clockText, offsetText } from '../../../time/instant-text.ts';

type Timed = Pick<ScheduleItem, 'state' | 'enabled' | 'problems'>;

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
  if (next === null) return 'There is no further run.';
  const at = `${clockText(next, zone, now)} ${offsetText(next, zone)}`;
  return hasRunner ? `Next run ${awayText(next, now)} (${at}).` : `Due ${at}; it waits for a runner.`;
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
