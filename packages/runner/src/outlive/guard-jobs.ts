import { describeThrown, type RegisteredJob } from '@zenpulse/core/engine';
import type { Logger } from '@zenpulse/core/ports';
import { guardedJob } from './guarded-job.ts';
import { guardIntrinsics } from './guard-intrinsics.ts';
import type { KeptListeners } from './kept-listeners.ts';

export interface GuardedJobs {
  readonly jobs: readonly RegisteredJob[];
  /** Puts everything back that is not what it was. */
  readonly look: () => void;
}

/**
 * Jobs share their thread with what runs them. What one throws after its end, in a timer or an unawaited promise, is
 * logged; what it replaces of the language or removes of the process's listeners is put back. The others run on.
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
  const guard = guardIntrinsics((names) =>
    logger.warn({ names }, 'A job replaced parts of the language; they are what they were'),
  );
  const check = () => {
    guard.check();
    listeners.check();
  };
  const look = () => {
    guard.compare();
    listeners.confirm();
  };
  return { jobs: jobs.map((job) => guardedJob(job, check)), look };
}

/** In the form of the logger's own errors, which it makes by looking at the thrown value: a look that may throw. */
function described(thrown: unknown): object {
  const { exceptionType: type, exceptionMessage: message, traceback: stack } = describeThrown(thrown);
  return { err: { type, message, stack } };
}
