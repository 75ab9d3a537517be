import { isRecorded, type Execution } from '@zenpulse/core/domain';
import type { RunResult } from '@zenpulse/core/engine';

/** A run and what became of it, whatever its schedule's log policy. */
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
  /** As the job was given it. */
  readonly runId: string;
  /** The instant that was due. */
  readonly scheduledAt: Date;
  /** When it started; of one that never started, when that was decided. */
  readonly runTime: Date;
  /** What the job threw. */
  readonly error: unknown;
  /** Whether the log policy makes it an execution in the database. */
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
