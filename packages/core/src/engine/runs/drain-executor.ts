import type { Clock, Logger } from '../../ports/index.ts';
import type { Executor } from './executor.ts';

const ABORT_PATIENCE_MS = 2_000;

/**
 * Drains an executor: waiting runs by hand are given up, other waiting runs stay in the journal, running ones have
 * `graceSeconds` to end, and the rest is aborted.
 */
export async function drainExecutor(
  executor: Executor,
  graceSeconds: number,
  clock: Clock,
  logger: Logger,
): Promise<void> {
  executor.cancelWaiting(({ origin }) => origin === 'manual', 'runner-stopped');
  if (executor.activeCount > 0) {
    logger.info({ running: executor.activeCount }, `Waiting up to ${graceSeconds} s for running jobs`);
  }
  if (await isDoneWithin(clock, executor.idle(), graceSeconds * 1000)) return;
  logger.warn({ running: executor.activeCount }, 'Running jobs are aborted');
  executor.abortAll('the runner stops');
  await isDoneWithin(clock, executor.idle(), ABORT_PATIENCE_MS);
}

/** Resolves to true if `work` ended within `ms`. */
function isDoneWithin(clock: Clock, work: Promise<void>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = clock.setTimer(ms, () => resolve(false));
    void work.then(() => {
      timer.cancel();
      resolve(true);
    });
  });
}
