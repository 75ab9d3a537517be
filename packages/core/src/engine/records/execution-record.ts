import { isRecorded, lateMsAt, type Execution } from '../../domain/index.ts';
import type { RedactHook } from '../../ports/index.ts';
import { describeForJob } from '../jobs/redact/describe-for-job.ts';
import { paramsForRecord } from '../jobs/redact/redact-params.ts';
import type { RunResult } from '../runs/run-result.ts';
import { paramsOf } from '../runs/run.ts';
import type { Lateness } from '../lateness/lateness.ts';

export interface ProcessIdentity {
  readonly hostname: string;
  readonly pid: number;
}

/** The record of a result, or null if the schedule's log policy keeps none. */
export function executionRecord(
  result: RunResult,
  { hostname, pid }: ProcessIdentity,
  lateness: Pick<Lateness, 'reasonAt'>,
  redact?: RedactHook,
): Execution | null {
  const { run, status } = result;
  const { schedule } = run;
  if (!isRecorded(schedule.logPolicy, status, run.origin)) return null;
  const thrown = result.thrown === null ? null : describeForJob(schedule.jobKey, result.thrown.value, redact);
  const wasDue = result.durationMs !== null || status === 'missed';
  return {
    id: run.runId,
    scheduleId: schedule.id,
    jobKey: schedule.jobKey,
    variant: schedule.variant,
    status,
    scheduledAt: run.scheduledAt,
    runTime: result.runTime,
    durationMs: result.durationMs,
    exceptionType: thrown?.exceptionType ?? null,
    exceptionMessage: thrown?.exceptionMessage ?? null,
    traceback: thrown?.traceback ?? null,
    hostname,
    pid,
    attempt: run.attempt,
    origin: run.origin,
    reason: result.reason,
    coalescedCount: run.coalescedCount,
    lateMs: wasDue ? lateMsAt(result.runTime, run) : null,
    lateReason: wasDue ? lateness.reasonAt(run, result.runTime) : null,
    heldBy: result.heldBy ?? null,
    params: paramsForRecord(schedule.jobKey, paramsOf(run), redact),
    output: result.output,
  };
}
