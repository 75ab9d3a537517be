import type { Clock } from '../../ports/index.ts';

/** Since when something is what it is, as far as somebody has looked. */
export class Since<T> {
  readonly #clock: Pick<Clock, 'now'>;
  #last: { readonly value: T; readonly at: number } | null = null;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** The instant of its last change; now when this is one. */
  of(value: T): number {
    if (this.#last?.value !== value) this.#last = { value, at: this.#clock.now() };
    return this.#last.at;
  }
}
