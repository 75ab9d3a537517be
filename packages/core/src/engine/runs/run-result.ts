import type { Outcome, Reason } from '../../domain/index.ts';
import type { RunStart } from '../journal/journal-book.ts';
import type { JournaledRun } from '../journal/journal-line.ts';
import type { JobOutput } from '../jobs/job-output.ts';
import type { Outcome as JobOutcome } from '../jobs/perform-job.ts';
import type { Run } from './run.ts';
import type { RunningEntry } from './started-runs.ts';

/** The end of a run, or the reason why it did not start. */
export interface RunResult {
  readonly run: Run;
  readonly status: Outcome;
  readonly reason: Reason | null;
  /** When the run started; if it never did, when that was decided. */
  readonly runTime: number;
  readonly durationMs: number | null;
  readonly thrown: { readonly value: unknown } | null;
  readonly output: string | null;
  /** For a run that found no free slot: the runs that held the slots. */
  readonly heldBy?: readonly string[];
}

/** The end of a dead runner's run, of which only the facts in its journal are known. */
export interface RecoveredEnd {
  readonly run: JournaledRun;
  readonly status: Outcome;
  readonly reason: Reason;
  /** Null if it never started. */
  readonly start: RunStart | null;
}

/** The result of a run that never started, decided at `runTime`. */
export function unstarted(
  run: Run,
  status: Outcome,
  reason: Reason,
  runTime: number,
  heldBy?: readonly string[],
): RunResult {
  const result = { run, status, reason, runTime, durationMs: null, thrown: null, output: null };
  return heldBy === undefined ? result : { ...result, heldBy };
}

/** The result of a job that did not end in its own turn. */
export function resultOf(
  { run, startedAt, cancelledAt }: Pick<RunningEntry, 'run' | 'startedAt' | 'cancelledAt'>,
  { status, durationMs, thrown }: JobOutcome,
  { text: output }: Pick<JobOutput, 'text'>,
): RunResult {
  const reason = status === 'interrupted' ? 'runner-stopped' : null;
  const result = { run, status, reason, runTime: startedAt, durationMs, thrown, output } as const;
  // However its function reacted to the abort: neither a return nor a throw shows whether its work was done.
  return cancelledAt === null ? result : { ...result, status: 'interrupted', reason: 'cancelled' };
}
