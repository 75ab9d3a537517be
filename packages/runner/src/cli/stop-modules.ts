import type { Clock, Logger } from '@zenpulse/core/ports';
import type { ModuleStop } from '../jobs/load-job-modules.ts';

/** The least time for a module's `onStop`, even if running jobs used up the grace. */
const LEAST_MS = 2_000;

/**
 * Calls all modules' `onStop` at once, and waits for them up to `until` (monotonic milliseconds), but at least two
 * seconds. One that fails or takes longer is logged and not waited for.
 */
export async function stopModules(
  stops: readonly ModuleStop[],
  until: number,
  clock: Clock,
  logger: Logger,
): Promise<void> {
  const waitMs = Math.max(LEAST_MS, until - clock.monotonic());
  await Promise.all(
    stops.map(async ({ module, onStop }) => {
      const stopped = Promise.resolve()
        .then(onStop)
        .then((): true => true);
      try {
        if (await doneWithin(stopped, waitMs, clock)) return;
        logger.warn(
          { module },
          `The onStop of a job module did not end within ${Math.round(waitMs / 1000)} s`,
        );
      } catch (error) {
        logger.error({ err: error, module }, 'The onStop of a job module failed');
      }
    }),
  );
}

function doneWithin(work: Promise<true>, ms: number, clock: Clock): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(ms, () => resolve(false));
    void work.then(resolve, reject).finally(() => timer.cancel());
  });
}
