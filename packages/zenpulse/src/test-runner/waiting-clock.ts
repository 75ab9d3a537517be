import { FakeClock } from '@zenpulse/core/testing';

/**
 * Fake time that waits for real work: before it moves on, started work may finish. Work that has not finished after
 * `patienceMs` of real time probably waits for fake time itself, and is not waited for again.
 */
export class WaitingClock extends FakeClock {
  readonly #patienceMs: number;
  readonly #awaited = new Set<Promise<unknown>>();

  constructor(startAt: number, patienceMs: number) {
    super(startAt);
    this.#patienceMs = patienceMs;
  }

  /** Registers work that time waits for; its failure is handled by its owner. */
  waitFor(work: Promise<unknown>): void {
    const ended = work.catch(() => undefined).finally(() => this.#awaited.delete(ended));
    this.#awaited.add(ended);
  }

  override async settle(): Promise<void> {
    await super.settle();
    while (this.#awaited.size > 0) {
      const awaited = [...this.#awaited];
      await withinRealTime(Promise.all(awaited), this.#patienceMs);
      for (const work of awaited) this.#awaited.delete(work);
      await super.settle();
    }
  }
}

function withinRealTime(work: Promise<unknown>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void work.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
