import type { Clock } from '@zenpulse/core/ports';

const FIRST_ROWS = 1_000;
const LEAST_ROWS = 50;
const MOST_ROWS = 5_000;
/** A SQLite file serves one statement at a time: no other waits longer than about this for its turn. */
const STEP_MS = 20;

/** How many rows the next step takes, so that it takes about 20 ms, judged by the step before. */
export class StepPace {
  readonly #clock: Clock;
  readonly #most: number;
  rows = FIRST_ROWS;

  constructor(clock: Clock, most = MOST_ROWS) {
    this.#clock = clock;
    this.#most = most;
  }

  async timed<T>(step: (rows: number) => Promise<T>): Promise<T> {
    const startedAt = this.#clock.monotonic();
    const result = await step(this.rows);
    const tookMs = Math.max(this.#clock.monotonic() - startedAt, STEP_MS / 2); // at most twice as many at once
    this.rows = Math.round(Math.min(Math.max((this.rows * STEP_MS) / tookMs, LEAST_ROWS), this.#most));
    return result;
  }
}
