import type { Clock } from '../../ports/index.ts';

/** Remembers when a value last changed. */
export class Since<T> {
  readonly #clock: Pick<Clock, 'now'>;
  #last: { readonly value: T; readonly at: number } | null = null;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** The instant of the last change, which is now if `value` is new. */
  of(value: T): number {
    if (this.#last?.value !== value) this.#last = { value, at: this.#clock.now() };
    return this.#last.at;
  }
}
