import type { Clock } from '@zenpulse/core/ports';

const FIRST_ROWS = 1_000;
const LEAST_ROWS = 50;
const MOST_ROWS = 5_000;
/** A SQLite file serves one statement at a time; this limits how long others wait. */
const STEP_MS = 20;

/** The number of rows for the next step, so that it takes about 20 ms, estimated from the step before. */
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
    const tookMs = Math.max(this.#clock.monotonic() - startedAt, STEP_MS / 2); // at most doubles per step
    this.rows = Math.round(Math.min(Math.max((this.rows * STEP_MS) / tookMs, LEAST_ROWS), this.#most));
    return result;
  }
}
