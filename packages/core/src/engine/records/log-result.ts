import type { Logger, RedactHook } from '../../ports/index.ts';
import type { RunResult } from '../runs/run-result.ts';
import { describeForJob } from '../jobs/redact/describe-for-job.ts';

/** Logs one line per run: a success at a low level, anything else as a warning. */
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
    // An unregistered job was already reported when its schedule was read.
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
