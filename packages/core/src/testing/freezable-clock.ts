import type { Clock, Timer } from '../ports/index.ts';

/** One process's view of a clock. While it is frozen, time goes on but timers wait, as in a stopped process. */
export interface FreezableClock extends Clock {
  freeze(): void;
  /** Fires the timers that fell due meanwhile, in order, each in a turn of its own. */
  thaw(): void;
}

export function createFreezableClock(clock: Clock): FreezableClock {
  let isFrozen = false;
  const held: (() => void)[] = [];
  const gated = (fn: () => void) => (): void => {
    if (isFrozen) held.push(fn);
    else fn();
  };
  const timer = (set: (fire: () => void) => Timer, fn: () => void): Timer => {
    let isCancelled = false;
    const inner = set(gated(() => void (isCancelled || fn())));
    return {
      cancel: () => {
        isCancelled = true;
        inner.cancel();
      },
    };
  };
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    setTimer: (delayMs, fn) => timer((fire) => clock.setTimer(delayMs, fire), fn),
    setBackgroundTimer: (delayMs, fn) => timer((fire) => clock.setBackgroundTimer(delayMs, fire), fn),
    yieldTo: (fn) => clock.yieldTo(gated(fn)),
    freeze: () => {
      isFrozen = true;
    },
    thaw: () => {
      isFrozen = false;
      for (const fn of held.splice(0)) clock.yieldTo(gated(fn));
    },
  };
}
