import type { Clock, Timer } from '../../ports/index.ts';

const LONGEST_SLEEP_MS = 86_400_000;

/** A timer of any length; the clock's own timers are limited to a day. */
export function setLongTimer(clock: Clock, delayMs: number, fn: () => void): Timer {
  let timer: Timer;
  const sleep = (leftMs: number): void => {
    timer = clock.setTimer(Math.min(leftMs, LONGEST_SLEEP_MS), () =>
      leftMs > LONGEST_SLEEP_MS ? sleep(leftMs - LONGEST_SLEEP_MS) : fn(),
    );
  };
  sleep(delayMs);
  return { cancel: () => timer.cancel() };
}
