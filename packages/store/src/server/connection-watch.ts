import type { Clock } from '@zenpulse/core/ports';
import { Waits } from './waits.ts';

/**
 * Watches one connection, which is used once: after an error, its end, or a missing answer it counts as lost for good,
 * and every later query is rejected.
 */
export class ConnectionWatch {
  readonly #clock: Clock;
  readonly #end: (loss: Error) => void;
  readonly #rests: Waits;
  /** The reject functions of pending queries. */
  readonly #refusals = new Set<(loss: Error) => void>();
  #loss: Error | null = null;

  /** `end` destroys the connection without closing it properly. */
  constructor(clock: Clock, end: (loss: Error) => void) {
    this.#clock = clock;
    this.#end = end;
    this.#rests = new Waits(clock);
  }

  get isLost(): boolean {
    return this.#loss !== null;
  }

  /** An answer that has arrived counts, even if this process was too busy to read it in time. */
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

  /** Resolves after `ms`, or earlier when woken; rejects once the connection is lost. */
  async rest(ms: number): Promise<void> {
    if (this.#loss === null) await this.#rests.for(ms);
    this.refuseIfLost();
  }

  wake(): void {
    this.#rests.cutShort();
  }

  /** Destroys the connection instead of closing it: an unreachable peer would never acknowledge. Idempotent. */
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

/** An error with the system's code for timeouts, which callers recognise. */
export function tooLate(message: string): Error {
  return Object.assign(new Error(message), { code: 'ETIMEDOUT' });
}
