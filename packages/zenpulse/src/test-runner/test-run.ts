import { isRecorded, type Execution } from '@zenpulse/core/domain';
import type { RunResult } from '@zenpulse/core/engine';

/** A run and its outcome, whatever its schedule's log policy. */
export interface TestRun extends Pick<
  Execution,
  | 'jobKey'
  | 'variant'
  | 'status'
  | 'durationMs'
  | 'attempt'
  | 'origin'
  | 'reason'
  | 'coalescedCount'
  | 'output'
> {
  /** The id that the job received. */
  readonly runId: string;
  /** When it was due. */
  readonly scheduledAt: Date;
  /** When it started; if it never did, when that was decided. */
  readonly runTime: Date;
  /** What the job threw. */
  readonly error: unknown;
  /** True if the log policy stores it as an execution in the database. */
  readonly isRecorded: boolean;
}

export function testRun({ run, status, reason, runTime, durationMs, thrown, output }: RunResult): TestRun {
  const { jobKey, variant, logPolicy } = run.schedule;
  return {
    runId: run.runId,
    jobKey,
    variant,
    status,
    scheduledAt: new Date(run.scheduledAt),
    runTime: new Date(runTime),
    durationMs,
    error: thrown?.value,
    attempt: run.attempt,
    origin: run.origin,
    reason,
    coalescedCount: run.coalescedCount,
    output,
    isRecorded: isRecorded(logPolicy, status, run.origin),
  };
}
