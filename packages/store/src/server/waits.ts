import type { Clock } from '@zenpulse/core/ports';

/** Waits that can be cut short. */
export class Waits {
  readonly #clock: Clock;
  readonly #ends = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves after `ms`, or when the waits are cut short. */
  async for(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const end = () => {
        timer.cancel();
        this.#ends.delete(end);
        resolve();
      };
      const timer = this.#clock.setTimer(ms, end);
      this.#ends.add(end);
    });
  }

  cutShort(): void {
    for (const end of this.#ends) end();
  }
}
