import type { Clock, Logger } from '@zenpulse/core/ports';
import type { ModuleStop } from '../jobs/load-job-modules.ts';

/** What a module's `onStop` gets at least, though the running jobs took the whole grace. */
const LEAST_MS = 2_000;

/**
 * Calls each module's `onStop`, all at once, and waits for them up to `until` (monotonic milliseconds), two seconds at
 * least. One that fails or takes longer is logged and left behind.
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
