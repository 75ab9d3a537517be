import type { Logger, RedactHook } from '../../ports/index.ts';
import type { RunResult } from '../runs/executor.ts';
import { describeForJob } from '../jobs/redact/describe-for-job.ts';

/** One line a run: what went well quietly, what did not aloud. */
export function logResult(
  logger: Logger,
  { run, status, reason, durationMs, thrown }: RunResult,
  redact?: RedactHook,
): void {
  const facts = { jobKey: run.schedule.jobKey, runId: run.runId, status, durationMs };
  if (status === 'success') {
    logger.debug(facts, 'A job succeeded');
  } else if (status === 'fail' && thrown !== null) {
    logger.error({ ...facts, ...describeForJob(run.schedule.jobKey, thrown.value, redact) }, 'A job failed');
  } else {
    // Of a job that nobody registered it was said once, when its schedule was read.
    const level = reason === 'unknown-job' ? 'debug' : 'warn';
    logger[level](
      { ...facts, reason, scheduledAt: new Date(run.scheduledAt).toISOString() },
      SENTENCES[status],
    );
  }
}

const SENTENCES = {
  fail: 'A job failed',
  timeout: 'A job timed out',
  interrupted: 'A run was interrupted',
  missed: 'A run was missed',
  skipped: 'A run was skipped',
};
