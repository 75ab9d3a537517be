import type { Clock } from '../../ports/index.ts';

const SECOND_MS = 1_000;
const SECONDS = 60;

/** Measures how much of the last minute a condition was true, by seconds of the monotonic clock. */
export class FullTime {
  readonly #clock: Pick<Clock, 'monotonic'>;
  /** Milliseconds in each of the last 60 seconds, by the second's number modulo 60. */
  readonly #held = new Float64Array(SECONDS);
  /** The second up to which the ring is filled. */
  #second: number;
  #since: number | null = null;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
    this.#second = secondOf(clock.monotonic());
  }

  /** Takes one comparison if nothing changes. */
  set(isHeld: boolean): void {
    if (isHeld === (this.#since !== null)) return;
    const now = this.#clock.monotonic();
    this.#countUpTo(now);
    this.#since = isHeld ? now : null;
  }

  /** 0 to 1. */
  share(): number {
    this.#countUpTo(this.#clock.monotonic());
    return this.#held.reduce((sum, ms) => sum + ms, 0) / (SECONDS * SECOND_MS);
  }

  #countUpTo(now: number): void {
    const last = secondOf(now);
    const first = Math.max(this.#second, last - SECONDS);
    for (let second = first; second <= last; second += 1) {
      if (second > this.#second) this.#held[second % SECONDS] = 0;
      if (this.#since === null) continue;
      const from = Math.max(this.#since, second * SECOND_MS);
      const ms = Math.min(now, (second + 1) * SECOND_MS) - from;
      this.#held[second % SECONDS] = (this.#held[second % SECONDS] ?? 0) + Math.max(0, ms);
    }
    this.#second = last;
    if (this.#since !== null) this.#since = now;
  }
}

function secondOf(monotonicMs: number): number {
  return Math.floor(monotonicMs / SECOND_MS);
}
