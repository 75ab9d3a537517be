import type { Clock } from '@zenpulse/core/ports';

const MAX_DELAY_MS = 86_400_000;

/** The system's clock and timers: the only file that reads them. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer: (delayMs, fn) => {
    const timer = setTimeout(fn, Math.min(Math.max(delayMs, 0), MAX_DELAY_MS));
    return { cancel: () => clearTimeout(timer) };
  },
  yieldTo: (fn) => {
    setImmediate(fn);
  },
};
