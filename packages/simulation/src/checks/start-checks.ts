import { described } from '../sim-runner.ts';
import type { Site } from '../site.ts';
import type { Start } from '../truth.ts';
import { checkHeld } from './calendar-checks.ts';
import { isBehind, isKnown, isRelived } from './excuses.ts';
import { checkLease } from './lease-checks.ts';
import { checkRetries } from './retry-checks.ts';
import { violation, type Violation } from './violation.ts';

/** Retries wait for 1 s, 2 s, 4 s …: the simulation's randomness does not shorten them. */
const FIRST_RETRY_MS = 1_000;

/** The rules for every start, regardless of what follows. */
export function checkStarts(site: Site): Violation[] {
  return [
    ...site.truth.thrown.map((error) => violation('crashed', String(error))),
    ...startsTwice(site),
    ...invented(site),
    ...tooEarly(site),
    ...outsideGrace(site),
    ...tooManyInstances(site),
    ...switchedOff(site),
    ...checkRetries(site),
    ...checkLease(site),
    ...checkHeld(site),
  ];
}

function startsTwice(site: Site): Violation[] {
  const first = new Map<string, Start>();
  return site.truth.starts.flatMap((start) => {
    const key = `${start.scheduleId} ${start.scheduledAt} ${start.attempt}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, start);
    if (before === undefined || mayRepeat(site, before, start)) return [];
    const both = `by ${before.runnerId} at ${before.at} and by ${start.runnerId} at ${start.at}`;
    return [violation('starts twice', `${described(start)} ${both}`)];
  });
}

/**
 * A repeat is allowed after the clock was set far back, and where a start could not be known and the schedule allows
 * running again.
 */
function mayRepeat(site: Site, before: Start, again: Start): boolean {
  if (again.isManual) return false;
  const at = again.scheduledAt;
  const { acquisitions, stepsBack } = site.truth;
  if (isRelived(site, at) && stepsBack.some((step) => step.isFar && step.at <= again.at)) return true;
  const { versions } = site.history;
  const mayRun = [before, again].some(({ edit }) => versions[edit]?.fields?.onAmbiguous === 'run');
  if (!mayRun) return false;
  return acquisitions.some(
    ({ isAmbiguous, at: acquiredAt, tenure }) =>
      isAmbiguous &&
      before.at <= acquiredAt &&
      acquiredAt <= again.at &&
      at > (tenure.processedUntil ?? 0) &&
      at <= (tenure.reservedUntil ?? 0),
  );
}

function invented(site: Site): Violation[] {
  return site.truth.starts
    .filter(
      ({ isManual, scheduleId, scheduledAt, at }) => !isManual && !isKnown(site, scheduleId, scheduledAt, at),
    )
    .map((start) => violation('invented', `${described(start)} by ${start.runnerId} at ${start.at}`));
}

function tooEarly(site: Site): Violation[] {
  return site.truth.starts
    .filter(
      ({ scheduledAt, wallAt, isManual }) =>
        scheduledAt > wallAt && !isManual && !isBehind(site, scheduledAt),
    )
    .map((start) => violation('too early', `${described(start)} by ${start.runnerId} at ${start.at}`));
}

function outsideGrace({ truth, history }: Site): Violation[] {
  return truth.starts.flatMap((start) => {
    const { isManual, scheduledAt, attempt, edit, wallAt } = start;
    const grace = history.versions[edit]?.fields?.misfireGraceTime ?? null;
    if ((isManual && attempt === 1) || grace === null) return [];
    const dueAt = attempt === 1 ? scheduledAt : retryDueAt(truth, start);
    if (dueAt === null || wallAt - dueAt <= grace * 1_000) return [];
    const late = `${wallAt - dueAt} ms late of ${grace} s`;
    return [violation('outside grace', `${described(start)} by ${start.runnerId}, ${late}`)];
  });
}

/**
 * Counted from the end of the attempt before. A timed-out attempt failed before its function returned; the later
 * instant is used, as the more lenient one. Null if a clock set back meanwhile makes it unknown.
 */
function retryDueAt(
  { starts, stepsBack }: Site['truth'],
  { scheduleId, scheduledAt, attempt, at }: Start,
): number | null {
  const before = starts.findLast(
    (other) =>
      other.attempt === attempt - 1 &&
      other.scheduledAt === scheduledAt &&
      other.scheduleId === scheduleId &&
      other.at <= at,
  );
  if (stepsBack.some((step) => step.at > (before?.at ?? 0) && step.at <= at)) return null;
  return before?.end == null || before.end.at > at
    ? null
    : before.end.wallAt + FIRST_RETRY_MS * 2 ** (attempt - 2);
}

function tooManyInstances({ truth, history, plan }: Site): Violation[] {
  const newestEdits = new Map<string, number>();
  return truth.starts.flatMap((start) => {
    const { runnerId, scheduleId, instances, running } = start;
    const key = `${runnerId} ${scheduleId}`;
    const newestEdit = Math.max(start.edit, newestEdits.get(key) ?? 0);
    newestEdits.set(key, newestEdit);
    // A run keeps the settings it was decided with, so the limits of the runs beside it count too.
    const allowed = Math.max(
      ...history.versions
        .slice(0, newestEdit + 1)
        .map((version) => (version.scheduleId === scheduleId ? (version.fields?.maxInstances ?? 0) : 0)),
    );
    if (instances > allowed)
      return [violation('too many instances', `${described(start)} is number ${instances} of ${allowed}`)];
    if (running > plan.concurrency)
      return [
        violation(
          'too many instances',
          `${described(start)} is number ${running} of all ${plan.concurrency}`,
        ),
      ];
    return [];
  });
}

/** A runner that has read that a schedule is disabled or deleted starts no run of it. */
function switchedOff({ truth, history }: Site): Violation[] {
  return truth.starts.flatMap((start) => {
    const { scheduleId, knownRevision, isManual } = start;
    const known = history.versionAt(scheduleId, knownRevision);
    if (known === undefined) return [];
    const isAllowed = known.fields !== null && (known.fields.enabled || isManual);
    return isAllowed
      ? []
      : [violation('switched off', `${described(start)} by ${start.runnerId} at ${start.at}`)];
  });
}
