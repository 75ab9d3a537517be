import type { Execution } from '@zenpulse/core/domain';
import { LEASE_TRUST_MS } from '@zenpulse/core/ports';
import { described } from '../sim-runner.ts';
import type { Site } from '../site.ts';
import type { Start } from '../truth.ts';
import { coveredBy, type Covered } from './coverage.ts';
import { beginOf, disappeared } from './disappeared.ts';
import { isKnown, isRelived, regimesOf } from './excuses.ts';
import { wrongLateness } from './lateness-checks.ts';
import { lostRetries } from './retry-checks.ts';
import { wrongHolders } from './slot-checks.ts';
import { violation, type Violation } from './violation.ts';

/** The point up to which everything must be recorded. */
export interface Horizon {
  /** True time. */
  readonly at: number;
  readonly wallAt: number;
}

/** What must hold at the end: after a quiet period with a healthy runner on every host. */
export function checkRecords(site: Site, rows: readonly Execution[], horizon: Horizon): Violation[] {
  const covered = coveredBy(site, rows);
  return [
    ...disappeared(site, covered, horizon.wallAt),
    ...startsWithoutRecord(site, rows, covered, horizon.at),
    ...recordedTwice(rows),
    ...wrongRecords(site, rows),
    ...cancelledInVain(site, rows),
    ...lostRetries(site, rows, horizon.at),
    ...wrongLateness(rows),
    ...wrongHolders(rows),
    ...byHand(site, rows),
  ];
}

function startsWithoutRecord(
  site: Site,
  rows: readonly Execution[],
  covered: Covered,
  until: number,
): Violation[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const byOccurrence = new Map(
    rows.filter(({ origin }) => origin !== 'manual').map((row) => [keyOf(row), row]),
  );
  return site.truth.starts.flatMap((start) => {
    if (start.at > until) return [];
    const row = byId.get(start.runId) ?? (start.isManual ? undefined : byOccurrence.get(keyOf(start)));
    const isJournalLost = site.truth.hasLostJournal(start.runnerId);
    if (row === undefined) {
      if (isJournalLost && isForgotten(site, start, covered)) return [];
      if (start.isManual && site.history.isDeleted(start.scheduleId)) return [];
      return [violation('not recorded', `${described(start)} by ${start.runnerId} at ${start.at}`)];
    }
    if (row.id !== start.runId || isJournalLost) return [];
    const expected = outcomesOf(site, start);
    return expected.includes(row.status)
      ? []
      : [
          violation(
            'wrong record',
            `${described(start)} is recorded as ${row.status}, expected ${expected.join(' or ')}`,
          ),
        ];
  });
}

/**
 * For a start that only a lost journal contained: some record covers the occurrence, possibly among others; or none has
 * to, because its rule has ended or P was never reported before.
 */
function isForgotten(site: Site, start: Start, covered: Covered): boolean {
  const { scheduleId, scheduledAt, attempt, edit } = start;
  if (attempt > 1 || scheduledAt <= beginOf(site)) return true;
  const regime = regimesOf(site, scheduleId).findLast((one) => one.edit <= edit);
  return (
    regime === undefined || regime.endedAt !== null || covered.get(scheduleId)?.has(scheduledAt) === true
  );
}

/** The outcomes that a run may be recorded with, given what it really did. */
function outcomesOf({ truth, history }: Site, start: Start): readonly string[] {
  const { end, at, edit, process, runId } = start;
  const death = truth.deaths.get(process);
  const stoppingAt = truth.stopping.get(process);
  const timeoutMs = (history.versions[edit]?.fields?.timeoutSeconds ?? Infinity) * 1_000;
  const endedAt = end?.at ?? death?.at ?? Infinity;
  const isTimedOut = endedAt - at >= timeoutMs;
  const outcomes: string[] = [];
  if (isTimedOut) outcomes.push('timeout');
  // A late timer or a suspended process may let a run end after its timeout.
  if (end !== null && start.durationMs < timeoutMs + 10) outcomes.push(end.hasFailed ? 'fail' : 'success');
  // Unless it was suspended, it would have noticed the timeout.
  const isInTime = process.hasStoodStill || (death?.at ?? 0) <= at + timeoutMs + 10;
  const diedUnderIt = death !== undefined && (end === null || death.at <= end.at) && isInTime;
  const wasAborted = stoppingAt !== undefined && endedAt >= stoppingAt;
  const wasCancelled = endedAt >= (truth.cancelled.get(runId) ?? Infinity);
  if (diedUnderIt || wasAborted || wasCancelled) outcomes.push('interrupted');
  return outcomes;
}

function recordedTwice(rows: readonly Execution[]): Violation[] {
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    const keys = row.origin === 'manual' ? [row.id] : [row.id, keyOf(row)];
    const isAgain = keys.some((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    return isAgain ? [violation('recorded twice', told(row))] : [];
  });
}

function wrongRecords(site: Site, rows: readonly Execution[]): Violation[] {
  return rows.flatMap((row) => {
    const { origin, scheduleId, scheduledAt } = row;
    if (origin === 'manual' || site.truth.isManual(scheduleId, scheduledAt)) return [];
    if (!isKnown(site, scheduleId, scheduledAt, Infinity)) return [violation('invented', told(row))];
    return isExcused(site, row) ? [] : [violation('wrong record', told(row))];
  });
}

/** A missed run must have a reason: it was late, or its fate could not be known. */
function isExcused(site: Site, row: Execution): boolean {
  const { status, reason, attempt, scheduleId, scheduledAt, runTime, pid } = row;
  if (status !== 'missed' || attempt > 1 || isRelived(site, scheduledAt)) return true;
  if (reason === 'ambiguous') {
    // A runner that loses the lease gives up waiting runs: a successor may decide them again.
    if (site.truth.lapsed.has(`runner-${pid}`)) return true;
    // A run that waits in a journal whose end is lost may have been started.
    if (site.truth.lostJournalBetween(scheduledAt, runTime)) return true;
    if (diedBeforeItHeard(site, row)) return true;
    return site.truth.acquisitions.some(
      ({ isAmbiguous, tenure }) =>
        isAmbiguous &&
        scheduledAt > (tenure.processedUntil ?? 0) &&
        scheduledAt <= (tenure.reservedUntil ?? 0),
    );
  }
  if (reason !== 'grace' && reason !== 'down') return true;
  return site.history.versions.some(
    ({ scheduleId: id, fields }) =>
      id === scheduleId &&
      fields !== null &&
      fields.misfireGraceTime !== null &&
      runTime - scheduledAt > fields.misfireGraceTime * 1_000,
  );
}

/** A cancelled run is not retried, and only a cancelled run is recorded as cancelled. */
function cancelledInVain({ truth, history }: Site, rows: readonly Execution[]): Violation[] {
  const attempts = new Set(truth.starts.map(keyOf));
  return rows.flatMap((row) => {
    if (row.reason !== 'cancelled') return [];
    const isAsked = truth.cancelled.has(row.id);
    const isWithdrawn = row.status === 'skipped' && history.mayHaveGivenUp(row.scheduleId);
    if (!isAsked && !isWithdrawn) return [violation('wrong record', told(row))];
    const next = keyOf({ ...row, attempt: row.attempt + 1 });
    return isAsked && attempts.has(next) ? [violation('starts twice', `${told(row)}, and again`)] : [];
  });
}

/**
 * True if the runner that queued it died before it knew that the lease had stored P: then only a direct successor may
 * resume it.
 */
function diedBeforeItHeard({ truth }: Site, { id, scheduledAt }: Execution): boolean {
  const [runnerId] = id.split('-run-');
  return [...truth.deaths].some(
    ([{ name }, { wallAt }]) =>
      name === runnerId && wallAt >= scheduledAt && wallAt - scheduledAt <= LEASE_TRUST_MS,
  );
}

function byHand(site: Site, rows: readonly Execution[]): Violation[] {
  const recorded = new Set(rows.map(({ id }) => id));
  return [...site.truth.asked.values()]
    .filter(({ id, scheduleId }) => !recorded.has(id) && !site.history.isDeleted(scheduleId))
    .map(({ id, scheduleId, at }) =>
      violation('by hand', `${id} of ${scheduleId}, asked for at ${at}, has no record`),
    );
}

function keyOf({
  scheduleId,
  scheduledAt,
  attempt,
}: Pick<Execution, 'scheduleId' | 'scheduledAt' | 'attempt'>): string {
  return `${scheduleId} ${scheduledAt} ${attempt}`;
}

function told({
  id,
  scheduleId,
  scheduledAt,
  attempt,
  status,
  reason,
  coalescedCount,
  runTime,
}: Execution): string {
  const time = (at: number) => new Date(at).toISOString().slice(11, 23);
  return `${id}: ${scheduleId} ${time(scheduledAt)} attempt ${attempt}: ${status}/${reason} of ${coalescedCount} at ${time(runTime)}`;
}
