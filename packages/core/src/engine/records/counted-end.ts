import {
  OUTCOMES,
  type Execution,
  type Outcome,
  type Reason,
  type RecentOccurrence,
} from '../../domain/index.ts';
import type { RunResult } from '../runs/run-result.ts';
import type { JournaledRun } from '../journal/journal-line.ts';

/** How the attempt before a retry ended. */
export interface PreviousAttempt {
  readonly status: Outcome;
  readonly durationMs: number | null;
  /** True if its first attempt was requested by hand. */
  readonly isManual: boolean;
}

/** The part of an attempt's end that is counted, whatever its log policy. */
export interface CountedEnd {
  readonly runId: string;
  readonly scheduleId: string;
  readonly jobKey: string;
  readonly status: Outcome;
  /** In a journal only `cancelled` is kept. */
  readonly reason: Reason | null;
  /** True if nobody saw its end: a real one may follow. */
  readonly isGuess: boolean;
  readonly hasStarted: boolean;
  /** True if a further attempt is to come, so that its occurrence has not ended. */
  readonly hasNext: boolean;
  readonly isManual: boolean;
  readonly scheduledAt: number;
  /** When it started; if it never did, when that was decided. */
  readonly runTime: number;
  readonly durationMs: number | null;
  readonly attempt: number;
  readonly coalescedCount: number;
  /** Of a retry; null for a first attempt, and for retries of earlier releases. */
  readonly previous: PreviousAttempt | null;
}

export function countedResult(
  { run, status, reason, runTime, durationMs }: RunResult,
  hasNext: boolean,
): CountedEnd {
  const { schedule, previous = null } = run;
  return {
    runId: run.runId,
    scheduleId: schedule.id,
    jobKey: schedule.jobKey,
    status,
    reason,
    isGuess: isGuessed(status, reason),
    hasStarted: durationMs !== null,
    hasNext,
    isManual: run.origin === 'manual' || previous?.isManual === true,
    scheduledAt: run.scheduledAt,
    runTime,
    durationMs,
    attempt: run.attempt,
    coalescedCount: run.coalescedCount,
    previous,
  };
}

/** The end of a dead runner's run. */
export function countedRecovery(
  run: JournaledRun,
  { status, reason, runTime }: Execution,
  hasStarted: boolean,
): CountedEnd {
  const { previous = null } = run;
  return {
    runId: run.runId,
    scheduleId: run.scheduleId,
    jobKey: run.jobKey,
    status,
    reason,
    isGuess: isGuessed(status, reason),
    hasStarted,
    hasNext: false,
    isManual: run.origin === 'manual' || previous?.isManual === true,
    scheduledAt: run.scheduledAt,
    runTime,
    durationMs: null,
    attempt: run.attempt,
    coalescedCount: run.coalescedCount,
    previous,
  };
}

/**
 * What this end says of its occurrence, which has one outcome whatever its attempts were: null while a further one is to
 * come. A retry that never started ends it with the outcome of the attempt before.
 */
export function occurrenceEnded(end: CountedEnd): RecentOccurrence | null {
  if (end.hasNext) return null;
  const { scheduledAt, attempt, previous, hasStarted } = end;
  const hasOwnOutcome = hasStarted || attempt === 1;
  // Written out, since one is made for every run.
  return {
    scheduledAt,
    origin: end.isManual ? 'manual' : 'schedule',
    count: end.coalescedCount,
    status: hasOwnOutcome ? end.status : (previous?.status ?? 'fail'),
    durationMs: hasOwnOutcome ? end.durationMs : (previous?.durationMs ?? null),
    isGuess: hasOwnOutcome && end.isGuess,
    attempts: hasStarted ? attempt : attempt - 1,
  };
}

function isGuessed(status: Outcome, reason: Reason | null): boolean {
  return reason === 'runner-died' || (status === 'missed' && reason === 'ambiguous');
}

type Flags = Pick<CountedEnd, 'status' | 'reason' | 'isGuess' | 'hasNext' | 'hasStarted' | 'isManual'>;

/** Outcome and flags as one number, for the journal. */
export function endCode(flags: Flags): number {
  return (
    OUTCOMES.indexOf(flags.status) |
    (flags.reason === 'cancelled' ? 8 : 0) |
    (flags.isGuess ? 16 : 0) |
    (flags.hasNext ? 32 : 0) |
    (flags.hasStarted ? 64 : 0) |
    (flags.isManual ? 128 : 0)
  );
}

export function readEndCode(code: number): Flags {
  return {
    status: OUTCOMES[code & 7] ?? 'interrupted',
    reason: (code & 8) === 0 ? null : 'cancelled',
    isGuess: (code & 16) !== 0,
    hasNext: (code & 32) !== 0,
    hasStarted: (code & 64) !== 0,
    isManual: (code & 128) !== 0,
  };
}
