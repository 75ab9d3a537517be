import type { AccountedOccurrence, LogPolicy, Schedule } from '@zenpulse/core/domain';

/** What the list of occurrences cannot know, in sentences. `schedule`: null for a damaged row. */
export function occurrenceNotes(
  schedule: Schedule | null,
  items: readonly AccountedOccurrence[],
  { from, to, retentionDays }: { readonly from: number; readonly to: number; readonly retentionDays: number },
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
    isOlderThanItsRule(schedule) && from < schedule.effectiveFrom ? beforeEffect(schedule) : '',
    isUnrecorded('log-policy') && !schedule.enabled && schedule.updatedAt <= to ? switchedOff(schedule) : '',
  ].filter((note) => note !== '');
}

const CHANGED_SINCE =
  'The schedule was changed since. Of an earlier occurrence without a record it cannot be known whether it was switched off at the time, or had another log policy.';

/** With a record of every outcome there is nothing that would not be listed. */
function isOlderThanItsRule({ effectiveFrom, createdAt, logPolicy }: Schedule): boolean {
  return effectiveFrom > createdAt && logPolicy !== 'all';
}

function beforeEffect({ effectiveFrom }: Schedule): string {
  return `Before ${iso(effectiveFrom)} the schedule was switched off or had another rule: what ran then and left no record is not listed.`;
}

/** Every change of a row moves its `updatedAt`, also one that came after the switch. */
function switchedOff({ updatedAt }: Schedule): string {
  return `The schedule is switched off, since ${iso(updatedAt)} at the latest: some of the occurrences shortly before may have fallen into that time.`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

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
