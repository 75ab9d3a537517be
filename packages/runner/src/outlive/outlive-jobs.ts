import { describeThrown, type RegisteredJob } from '@zenpulse/core/engine';
import type { Logger } from '@zenpulse/core/ports';
import { guardedJob } from './guarded-job.ts';
import { guardIntrinsics } from './guard-intrinsics.ts';
import type { KeptListeners } from './kept-listeners.ts';

/** A job may do its worst while none begins or ends. */
const LOOK_EVERY_MS = 1_000;

/**
 * Jobs share their process with the runner. What one throws after its end, in a timer or an unawaited promise, is
 * logged; what it replaces of the language or removes of the process's listeners is put back. The others run on.
 */
export function outliveJobs(
  jobs: readonly RegisteredJob[],
  listeners: KeptListeners,
  logger: Logger,
): readonly RegisteredJob[] {
  listeners.keep('uncaughtException', (error: unknown) =>
    logger.error(described(error), 'A job threw outside of its run'),
  );
  listeners.keep('unhandledRejection', (error: unknown) =>
    logger.error(described(error), 'A job left a rejection unhandled'),
  );
  const guard = guardIntrinsics((names) =>
    logger.warn({ names }, 'A job replaced parts of the language; they are what they were'),
  );
  setInterval(() => {
    guard.compare();
    listeners.confirm();
  }, LOOK_EVERY_MS).unref();
  const check = () => {
    guard.check();
    listeners.check();
  };
  return jobs.map((job) => guardedJob(job, check));
}

/** In the form of the logger's own errors, which it makes by looking at the thrown value: a look that may throw. */
function described(thrown: unknown): object {
  const { exceptionType: type, exceptionMessage: message, traceback: stack } = describeThrown(thrown);
  return { err: { type, message, stack } };
}
