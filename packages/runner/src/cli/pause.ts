import type { Clock } from '@zenpulse/core/ports';

/** Waits; resolves early when `signal` aborts. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      timer.cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = clock.setTimer(ms, end);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  });
}
