import type { Clock } from '@zenpulse/core/ports';

/**
 * When the database last saw this process's runner. Its row is only one way: a renewal of the lease tells as much, and a
 * statement that is sent anyway may touch the row on its way.
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

  /** Whether the database has not seen it for so long. A clock that was set counts as time. */
  isOlderThan(ms: number): boolean {
    return this.#seenAt === null || Math.abs(this.#clock.now() - this.#seenAt) >= ms;
  }

  /** Its row was written: statements may touch it from here on. */
  written(runnerId: string): void {
    this.#runnerId = runnerId;
    this.seen();
  }

  /** Its row is not there. */
  lost(): void {
    this.#runnerId = null;
    this.#seenAt = null;
  }

  seen(): void {
    this.#seenAt = this.#clock.now();
  }
}
