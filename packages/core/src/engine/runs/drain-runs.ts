import type { Clock, Logger } from '../../ports/index.ts';
import type { RunBook } from './run-book.ts';

const ABORT_PATIENCE_MS = 2_000;

/**
 * Ends a book's runs for a stop: waiting runs by hand are given up, other waiting runs stay in the journal, running ones
 * have `graceSeconds` to end, and the rest is aborted.
 */
export async function drainRuns(
  book: Pick<RunBook, 'giveUp' | 'started'>,
  graceSeconds: number,
  clock: Clock,
  logger: Logger,
): Promise<void> {
  const { started } = book;
  book.giveUp(({ run }) => run.origin === 'manual', 'interrupted', 'runner-stopped');
  if (started.runningCount > 0) {
    logger.info({ running: started.runningCount }, `Waiting up to ${graceSeconds} s for running jobs`);
  }
  if (await isDoneWithin(clock, started.idle(), graceSeconds * 1000)) return;
  logger.warn({ running: started.runningCount }, 'Running jobs are aborted');
  for (const { performance } of started.running) performance.interrupt(new Error('the runner stops'));
  await isDoneWithin(clock, started.idle(), ABORT_PATIENCE_MS);
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
