import type { Outcome, Reason } from './execution.ts';

/** The instants by which a schedule's state is judged, in epoch milliseconds; null for never, or for not known. */
export interface RunInstants {
  /** The newest start of a run that has ended, whatever its outcome. */
  readonly lastStartedAt: number | null;
  /** The start of the newest run that succeeded. */
  readonly lastSuccessAt: number | null;
  /** The start of the newest run that failed, timed out or was interrupted; not of one that was cancelled. */
  readonly lastFailedAt: number | null;
  /** The start of the first of those since the last success. */
  readonly failingSince: number | null;
  /** When the newest missed occurrence was given up. */
  readonly lastMissedAt: number | null;
}

export type MutableRunInstants = { -readonly [K in keyof RunInstants]: RunInstants[K] };

export const NO_RUN_INSTANTS: RunInstants = {
  lastStartedAt: null,
  lastSuccessAt: null,
  lastFailedAt: null,
  failingSince: null,
  lastMissedAt: null,
};

/** What the end of a run says about them. */
export interface RunEnd {
  readonly status: Outcome;
  readonly reason: Reason | null;
  readonly runTime: number;
  readonly attempt: number;
}

/** Adds one end, in place: a busy runner does this for each run. */
export function addRunEnd(instants: MutableRunInstants, { status, reason, runTime, attempt }: RunEnd): void {
  if (status === 'skipped') return;
  if (status === 'missed') {
    // A further attempt that was given up is not another occurrence.
    if (attempt === 1) instants.lastMissedAt = latest(instants.lastMissedAt, runTime);
    return;
  }
  const { failingSince } = instants;
  const hasFailed = status !== 'success' && reason !== 'cancelled';
  instants.lastStartedAt = latest(instants.lastStartedAt, runTime);
  if (status === 'success') instants.lastSuccessAt = latest(instants.lastSuccessAt, runTime);
  if (hasFailed) instants.lastFailedAt = latest(instants.lastFailedAt, runTime);
  instants.failingSince = firstFailure(instants, failingSince, hasFailed ? runTime : null);
}

/** What two parts of a schedule's past say together; the order does not matter but for a late `failingSince`. */
export function mergedRunInstants(a: RunInstants, b: RunInstants): RunInstants {
  const together = {
    lastStartedAt: latest(a.lastStartedAt, b.lastStartedAt),
    lastSuccessAt: latest(a.lastSuccessAt, b.lastSuccessAt),
    lastFailedAt: latest(a.lastFailedAt, b.lastFailedAt),
    lastMissedAt: latest(a.lastMissedAt, b.lastMissedAt),
  };
  return { ...together, failingSince: firstFailure(together, a.failingSince, b.failingSince) };
}

/**
 * Whether the newest ended run failed. Runners of earlier releases keep only `lastSuccessAt`: a success that is newer than
 * the rest counts too.
 */
export function hasFailedLast({ lastStartedAt, lastSuccessAt, lastFailedAt }: RunInstants): boolean {
  return lastFailedAt !== null && lastFailedAt >= (latest(lastStartedAt, lastSuccessAt) ?? -Infinity);
}

/** Whether an occurrence was missed since the last start. `startedAt`: of a run that has not ended yet. */
export function hasMissed(instants: RunInstants, startedAt: number | null): boolean {
  const { lastStartedAt, lastSuccessAt, lastMissedAt } = instants;
  const last = latest(latest(lastStartedAt, lastSuccessAt), startedAt);
  return lastMissedAt !== null && lastMissedAt > (last ?? -Infinity);
}

/** Whether a run of it has ever ended. */
export function hasRun({ lastStartedAt, lastSuccessAt }: RunInstants): boolean {
  return lastStartedAt !== null || lastSuccessAt !== null;
}

/** The earlier of two first failures, of those that no success followed. */
function firstFailure(
  { lastSuccessAt, lastFailedAt }: Pick<RunInstants, 'lastSuccessAt' | 'lastFailedAt'>,
  a: number | null,
  b: number | null,
): number | null {
  const success = lastSuccessAt ?? -Infinity;
  const since = (at: number | null) => (at !== null && at > success ? at : Infinity);
  const first = Math.min(since(a), since(b));
  // A success between the failures that came late: what is known for sure is the newest one.
  return first < Infinity ? first : lastFailedAt !== null && lastFailedAt > success ? lastFailedAt : null;
}

function latest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
