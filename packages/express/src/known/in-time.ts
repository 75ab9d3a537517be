import type { Clock } from '@zenpulse/core/ports';

/** The result, or null while it takes longer; the work goes on, for who asks next. A rejection in time is passed on. */
export function inTime<T>(
  work: Promise<T>,
  withinMs: number,
  clock: Pick<Clock, 'setBackgroundTimer'>,
): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const timer = clock.setBackgroundTimer(withinMs, () => resolve(null));
    work.finally(() => timer.cancel()).then(resolve, reject);
  });
}
