import { pausesOf, type AccountedOccurrence, type LogPolicy, type Schedule } from '@zenpulse/core/domain';

/** What the list of occurrences cannot know, in sentences. `schedule`: null for a damaged row. */
export function occurrenceNotes(
  schedule: Schedule | null,
  items: readonly AccountedOccurrence[],
  { from, to, retentionDays }: { readonly from: number; readonly to: number; readonly retentionDays: number },
): string[] {
  if (schedule === null) return ['The schedule is damaged, so its occurrences cannot be listed.'];
  const isUnrecorded = (because: AccountedOccurrence['reason']) =>
    items.some(({ fate, reason }) => fate === 'unrecorded' && reason === because);
  const isUnknown = items.some((item) => mayBeUnrecorded(item, schedule));
  return [
    isUnrecorded('log-policy') ? POLICY_NOTES[schedule.logPolicy] : '',
    isUnrecorded('pruned') ? `Executions are kept for ${retentionDays} days; older ones were deleted.` : '',
    isUnknown ? CHANGED_SINCE : '',
    ...(items.some(({ reason }) => reason === 'paused') ? paused(schedule, from, to) : []),
    ...excepted(schedule, items),
    isOlderThanItsRule(schedule) && from < schedule.effectiveFrom ? beforeEffect(schedule) : '',
    isUnrecorded('log-policy') && !schedule.enabled && schedule.updatedAt <= to ? switchedOff(schedule) : '',
  ].filter((note) => note !== '');
}

const CHANGED_SINCE =
  'The schedule was changed since. For an earlier occurrence without a record it is not known whether the schedule was disabled then or had a different log policy.';

/** With a record of every outcome, every occurrence can be listed. */
function isOlderThanItsRule({ effectiveFrom, createdAt, logPolicy }: Schedule): boolean {
  return effectiveFrom > createdAt && logPolicy !== 'all';
}

function beforeEffect({ effectiveFrom }: Schedule): string {
  return `Before ${iso(effectiveFrom)} (UTC) the schedule was disabled or had a different trigger: runs from then without a record are not listed.`;
}

/** The pauses in a range, each with its reason. */
function paused(schedule: Schedule, begin: number, end: number): string[] {
  const reasons = new Map((schedule.exceptions ?? []).map((entry) => [Date.parse(entry.at), entry.reason]));
  return pausesOf(schedule)
    .filter(({ from, until }) => from < end && until > begin)
    .map(({ from, until }) => {
      const isInRow = schedule.pausedUntil !== null && Date.parse(schedule.pausedUntil) === until;
      const why = reasonText(isInRow ? schedule.pauseReason : (reasons.get(from) ?? null));
      return `The schedule was paused from ${iso(from)} until ${iso(until)} (UTC)${why}`;
    });
}

/** What people did to single occurrences of the list. */
function excepted(schedule: Schedule, items: readonly AccountedOccurrence[]): string[] {
  const listed = new Set(items.map(({ scheduledAt }) => scheduledAt));
  return (schedule.exceptions ?? []).flatMap((entry) => {
    const at = Date.parse(entry.at);
    const isListed = listed.has(at) || (entry.kind === 'move' && listed.has(Date.parse(entry.to)));
    if (!isListed || entry.kind === 'pause') return [];
    const what =
      entry.kind === 'move'
        ? `moved from ${iso(at)} to ${iso(Date.parse(entry.to))}`
        : `${entry.kind === 'skip' ? 'skipped' : 'planned'} at ${iso(at)}`;
    return [`One run was ${what} (UTC) by hand${reasonText(entry.reason)}`];
  });
}

function reasonText(reason: string | null): string {
  return reason === null ? '.' : `: ${reason}`;
}

/** Every change of a row moves `updatedAt`, so the change may have come after the switch. */
function switchedOff({ updatedAt }: Schedule): string {
  return `The schedule has been disabled since ${iso(updatedAt)} (UTC) or earlier: it may already have been disabled at some of the last occurrences listed.`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

const POLICY_NOTES: Readonly<Record<LogPolicy, string>> = {
  none: 'The log policy is None: no scheduled run is recorded. The counters show how many there were and how the last one ended; nothing more is known of the others.',
  failures:
    'The log policy is Failures: an occurrence without a record succeeded, was skipped, or was combined into a later run; it is not known which.',
  all: '',
};

/** The value of a field before the last change is not recorded. */
function mayBeUnrecorded({ fate, scheduledAt }: AccountedOccurrence, { updatedAt }: Schedule): boolean {
  return fate === 'unknown' && scheduledAt < updatedAt;
}
