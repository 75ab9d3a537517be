import { parsedParams, type JobContext, type RegisteredJob } from '@zenpulse/core/engine';

/** The parts of a job's context that a test may set. */
export interface RunJobOptions extends Partial<Pick<JobContext, 'params' | 'scheduledAt' | 'attempt'>> {
  /** Abort it to test the job at a timeout or when the runner stops. */
  readonly signal?: AbortSignal;
}

/** How the job ended, with the lines it logged. */
export type JobOutcome =
  | {
      /** It returned, or its promise was fulfilled, … */
      readonly status: 'success';
      /** … with this value. */
      readonly value: unknown;
      /** The lines it logged. */
      readonly log: readonly string[];
    }
  | {
      /** It threw, or its promise was rejected, … */
      readonly status: 'fail';
      /** … with this error. */
      readonly error: unknown;
      /** The lines it logged before. */
      readonly log: readonly string[];
    };

/** Calls a job's function once, as a runner would. An error of the job is part of the outcome. */
export async function runJob(
  job: RegisteredJob,
  options: RunJobOptions,
  run: Pick<JobContext, 'runId' | 'scheduledAt'>,
): Promise<JobOutcome> {
  const log: string[] = [];
  const line = (message: string) => void log.push(message);
  const { params = job.options.params ?? {}, ...others } = options;
  try {
    const value = await job.fn({
      ...run,
      jobKey: job.key,
      attempt: 1,
      params: paramsFor(job, params),
      signal: new AbortController().signal,
      log: { info: line, warn: line, error: line },
      progress: () => undefined,
      ...others,
    });
    return { status: 'success', value, log };
  } catch (error) {
    return { status: 'fail', error, log };
  }
}

/** A copy, since a job may change its params; with a schema, what the schema returns. */
function paramsFor({ paramsSchema }: RegisteredJob, params: JobContext['params']): JobContext['params'] {
  if (paramsSchema === undefined) return structuredClone(params);
  return parsedParams(paramsSchema, params) as JobContext['params']; // what the job's function takes
}
