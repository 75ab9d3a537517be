import type { Clock } from '@zenpulse/core/ports';

/**
 * When the database last saw this process's runner: by its row, by a renewal of the lease, or by another statement that
 * touched the row.
 */
export class Heartbeat {
  readonly #clock: Clock;
  #runnerId: string | null = null;
  #seenAt: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The runner that has a row; null before its first report. */
  get runnerId(): string | null {
    return this.#runnerId;
  }

  /** True if the database has not seen it for this long. A clock that was set counts as time. */
  isOlderThan(ms: number): boolean {
    return this.#seenAt === null || Math.abs(this.#clock.now() - this.#seenAt) >= ms;
  }

  /** The runner's row was written: statements may touch it from now on. */
  written(runnerId: string): void {
    this.#runnerId = runnerId;
    this.seen();
  }

  /** The runner's row does not exist. */
  lost(): void {
    this.#runnerId = null;
    this.#seenAt = null;
  }

  seen(): void {
    this.#seenAt = this.#clock.now();
  }
}
