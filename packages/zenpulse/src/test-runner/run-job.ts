import type { JobContext, RegisteredJob } from '@zenpulse/core/engine';

/** What the job is given, as far as it matters. */
export interface RunJobOptions extends Partial<Pick<JobContext, 'params' | 'scheduledAt' | 'attempt'>> {
  /** Abort it to see what the job does at a timeout or when the runner stops. */
  readonly signal?: AbortSignal;
}

/** How the job ended, with the lines that it logged. */
export type JobOutcome =
  | {
      /** It returned, or its promise was fulfilled, … */
      readonly status: 'success';
      /** … with this. */
      readonly value: unknown;
      /** What it said, a line each. */
      readonly log: readonly string[];
    }
  | {
      /** It threw, or its promise was rejected, … */
      readonly status: 'fail';
      /** … with this. */
      readonly error: unknown;
      /** What it had said before, a line each. */
      readonly log: readonly string[];
    };

/** Calls a job's function once, as a runner would. Whatever the job throws is a value. */
export async function runJob(
  job: RegisteredJob,
  options: RunJobOptions,
  run: Pick<JobContext, 'runId' | 'scheduledAt'>,
): Promise<JobOutcome> {
  const log: string[] = [];
  const line = (message: string) => void log.push(message);
  try {
    const value = await job.fn({
      ...run,
      jobKey: job.key,
      attempt: 1,
      params: structuredClone(job.options.params ?? {}), // the options are frozen, a job’s params are its own
      signal: new AbortController().signal,
      log: { info: line, warn: line, error: line },
      ...options,
    });
    return { status: 'success', value, log };
  } catch (error) {
    return { status: 'fail', error, log };
  }
}
