import type { Clock } from '@zenpulse/core/ports';
import { Waits } from './waits.ts';

/**
 * Over one connection that is used once: what goes wrong (an error, the end, an answer that does not come) loses it
 * for good, and every question from then on is refused.
 */
export class ConnectionWatch {
  readonly #clock: Clock;
  readonly #end: (loss: Error) => void;
  readonly #rests: Waits;
  /** Of the questions under way. */
  readonly #refusals = new Set<(loss: Error) => void>();
  #loss: Error | null = null;

  /** `end` cuts the connection, without a goodbye. */
  constructor(clock: Clock, end: (loss: Error) => void) {
    this.#clock = clock;
    this.#end = end;
    this.#rests = new Waits(clock);
  }

  get isLost(): boolean {
    return this.#loss !== null;
  }

  /** An answer that is there already counts, though this process came to look at it late. */
  async within<T>(ms: number, answer: Promise<T>): Promise<T> {
    let isSettled = false;
    const timer = this.#clock.setTimer(ms, () =>
      this.#clock.yieldTo(() => {
        if (!isSettled) this.drop(tooLate(`expected an answer within ${ms} ms, got none`));
      }),
    );
    let refuse: (loss: Error) => void = () => undefined;
    const lost = new Promise<never>((_resolve, reject) => {
      refuse = reject;
    });
    this.#refusals.add(refuse);
    try {
      return await Promise.race([answer, lost]);
    } finally {
      isSettled = true;
      timer.cancel();
      this.#refusals.delete(refuse);
    }
  }

  /** Resolves after `ms`, or when somebody wakes it; rejects once the connection is lost. */
  async rest(ms: number): Promise<void> {
    if (this.#loss === null) await this.#rests.for(ms);
    this.refuseIfLost();
  }

  wake(): void {
    this.#rests.cutShort();
  }

  /** Ends it without a goodbye: a peer that is gone would keep us waiting for its own. Idempotent. */
  drop(reason: Error): void {
    this.#loss ??= reason;
    this.#end(this.#loss);
    for (const refuse of this.#refusals) refuse(this.#loss);
    this.wake();
  }

  refuseIfLost(): void {
    if (this.#loss !== null) throw this.#loss;
  }
}

/** An error as the system has it, so that whoever meets it knows what it means. */
export function tooLate(message: string): Error {
  return Object.assign(new Error(message), { code: 'ETIMEDOUT' });
}
