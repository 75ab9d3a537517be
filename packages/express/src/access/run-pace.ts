import type { Clock } from '@zenpulse/core/ports';

/** How many runs of a schedule one caller may request in a minute, unless `runsPerMinute` says otherwise. */
export const RUNS_PER_MINUTE = 60;

const MINUTE_MS = 60_000;
/** So many pairs of schedule and caller are remembered; those that asked longest ago are forgotten. */
const MOST_PAIRS = 10_000;

interface Allowance {
  /** How many runs may be requested at `at`; grows with time. */
  readonly left: number;
  readonly at: number;
}

/**
 * Bounds runs by hand: each caller has an allowance for each schedule, which fills up again within a minute. Kept in
 * memory: each process of the application has its own.
 */
export class RunPace {
  readonly #perMinute: number;
  readonly #clock: Clock;
  readonly #pairs = new Map<string, Allowance>();

  constructor(perMinute: number, clock: Clock) {
    this.#perMinute = perMinute;
    this.#clock = clock;
  }

  /** Takes one run; returns 0, or after how many seconds there is one again. */
  take(scheduleId: string, caller: string | null): number {
    if (this.#perMinute === Infinity) return 0;
    const pair = JSON.stringify([scheduleId, caller]);
    const now = this.#clock.now();
    const before = this.#pairs.get(pair) ?? { left: this.#perMinute, at: now };
    const filled = (Math.max(0, now - before.at) * this.#perMinute) / MINUTE_MS;
    const left = Math.min(this.#perMinute, before.left + filled);
    const isAllowed = left >= 1;
    this.#pairs.delete(pair); // puts it at the end of the order
    this.#pairs.set(pair, { left: isAllowed ? left - 1 : left, at: now });
    this.#forgetOldest();
    return isAllowed ? 0 : Math.ceil(((1 - left) * MINUTE_MS) / this.#perMinute / 1_000);
  }

  #forgetOldest(): void {
    const oldest = this.#pairs.keys().next();
    if (this.#pairs.size > MOST_PAIRS && oldest.done !== true) this.#pairs.delete(oldest.value);
  }
}
