import type { RecentOccurrence } from '@zenpulse/contract';
import { OUTCOMES } from '@zenpulse/core/domain';
import { durationText } from '../../time/duration-text.ts';
import { offsetText, shortInstantText } from '../../time/instant-text.ts';
import { OUTCOME_WORDS } from '../executions/outcome-words.ts';

/** "Failed, 31 Jan, 08:30:00 UTC, after 1.2 s, 3 attempts, manual" */
export function occurrenceText(occurrence: RecentOccurrence, zone: string): string {
  const { status, scheduledAt, durationMs, attempts, origin, count } = occurrence;
  const at = Date.parse(scheduledAt);
  return [
    OUTCOME_WORDS[status].label,
    `${shortInstantText(at, zone)} ${offsetText(at, zone)}`,
    durationMs === null ? '' : `after ${durationText(durationMs)}`,
    attempts > 1 ? `${attempts} attempts` : '',
    origin === 'manual' ? 'manual' : '',
    count > 1 ? `${count} together` : '',
  ]
    .filter((text) => text !== '')
    .join(', ');
}

/** "57 success, 2 failed, 1 missed" */
export function outcomesText(occurrences: readonly Pick<RecentOccurrence, 'status'>[]): string {
  return OUTCOMES.map(
    (status) => [status, occurrences.filter((one) => one.status === status).length] as const,
  )
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${OUTCOME_WORDS[status].label.toLowerCase()}`)
    .join(', ');
}
