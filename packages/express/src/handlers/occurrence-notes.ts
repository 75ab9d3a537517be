import type { AccountedOccurrence, LogPolicy, Schedule } from '@zenpulse/core/domain';

/** What the list of occurrences cannot know, in sentences. `schedule`: null for a damaged row. */
export function occurrenceNotes(
  schedule: Schedule | null,
  items: readonly AccountedOccurrence[],
  retentionDays: number,
): string[] {
  if (schedule === null) return ['The row breaks a rule, so nothing can be said of when it is due.'];
  const isUnrecorded = (because: AccountedOccurrence['reason']) =>
    items.some(({ fate, reason }) => fate === 'unrecorded' && reason === because);
  const isUnknown = items.some((item) => mayBeUnrecorded(item, schedule));
  return [
    isUnrecorded('log-policy') ? POLICY_NOTES[schedule.logPolicy] : '',
    isUnrecorded('pruned')
      ? `Executions are kept for ${retentionDays} days; what became of older occurrences is gone.`
      : '',
    isUnknown ? CHANGED_SINCE : '',
  ].filter((note) => note !== '');
}

const CHANGED_SINCE =
  'The schedule was changed since. Of an earlier occurrence without a record it cannot be known whether it was switched off at the time, or had another log policy.';

const POLICY_NOTES: Readonly<Record<LogPolicy, string>> = {
  none: 'The log policy is “none”: no run by the clock is recorded. How many there were, and how the last one ended, is in the counters; what became of any other occurrence cannot be known.',
  failures:
    'The log policy is “failures”: an occurrence without a record succeeded or was skipped, and which of them cannot be known.',
  all: '',
};

/** Nothing says what a field was before the last change. */
function mayBeUnrecorded({ fate, scheduledAt }: AccountedOccurrence, { updatedAt }: Schedule): boolean {
  return fate === 'unknown' && scheduledAt < updatedAt;
}
