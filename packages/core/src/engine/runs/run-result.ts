import type { Outcome, Reason } from '../../domain/index.ts';
import type { RunStart } from '../journal/journal-book.ts';
import type { JournaledRun } from '../journal/journal-line.ts';
import type { Run } from './run.ts';

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
