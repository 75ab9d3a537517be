/**
 * Spaces requests: one every `everyMs` on average, and after a pause `burst` more at once (the generic cell rate
 * algorithm). Instants in epoch milliseconds.
 */
export class Pace {
  readonly #everyMs: number;
  readonly #burst: number;
  /** When the next request would be due if all were spaced evenly. */
  #dueAt = 0;

  constructor(everyMs: number, burst: number) {
    this.#everyMs = everyMs;
    this.#burst = burst;
  }

  /** How long to wait until the next request may be made. */
  waitMs(now: number): number {
    return Math.max(0, this.#dueAt - this.#burst * this.#everyMs - now);
  }

  /** Counts a request. */
  take(now: number): void {
    this.#dueAt = Math.max(this.#dueAt, now) + this.#everyMs;
  }
}
