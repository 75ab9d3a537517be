import { describeThrown, type RegisteredJob } from '@zenpulse/core/engine';
import type { Logger } from '@zenpulse/core/ports';
import { guardedJob } from './guarded-job.ts';
import type { KeptListeners } from './kept-listeners.ts';

export interface GuardedJobs {
  readonly jobs: readonly RegisteredJob[];
  /** Adds the listeners again that a job removed. */
  readonly look: () => void;
}

/**
 * Jobs share their thread with the code that runs them. An error that a job throws after its end, in a timer or an
 * unawaited promise, is logged; listeners that it removes from the process are added again. What it replaces in the
 * language stays replaced.
 */
export function guardJobs(
  jobs: readonly RegisteredJob[],
  listeners: KeptListeners,
  logger: Logger,
): GuardedJobs {
  listeners.keep('uncaughtException', (error: unknown) =>
    logger.error(described(error), 'A job threw outside of its run'),
  );
  listeners.keep('unhandledRejection', (error: unknown) =>
    logger.error(described(error), 'A job left a rejection unhandled'),
  );
  const check = () => listeners.check();
  return { jobs: jobs.map((job) => guardedJob(job, check)), look: () => listeners.confirm() };
}

/**
 * In the form of the logger's own errors, which inspecting the thrown value produces; that inspection may itself throw.
 */
function described(thrown: unknown): object {
  const { exceptionType: type, exceptionMessage: message, traceback: stack } = describeThrown(thrown);
  return { err: { type, message, stack } };
}
