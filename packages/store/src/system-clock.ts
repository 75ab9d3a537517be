import type { Clock, Timer } from '@zenpulse/core/ports';

const MAX_DELAY_MS = 86_400_000;

/** The system's clock and timers: the only file that reads them. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer: (delayMs, fn) => cancellable(startTimer(delayMs, fn)),
  setBackgroundTimer: (delayMs, fn) => cancellable(startTimer(delayMs, fn).unref()),
  yieldTo: (fn) => {
    setImmediate(fn);
  },
};

function startTimer(delayMs: number, fn: () => void): NodeJS.Timeout {
  return setTimeout(fn, Math.min(Math.max(delayMs, 0), MAX_DELAY_MS));
}

function cancellable(timer: NodeJS.Timeout): Timer {
  return { cancel: () => clearTimeout(timer) };
}
