import type { Clock } from '@zenpulse/core/ports';

export interface KeptOptions {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** So long a result serves others who ask; 0: only those who ask while it is worked out. */
  readonly keptMs: number;
  /** Another number after every hint that something may have changed. */
  readonly hints?: () => number;
}

/**
 * Shares a result with others who ask in the same moment. While it is worked out nobody starts it again: work that
 * takes longer than its readers wait must not pile up.
 */
export class Kept<T> {
  readonly #options: KeptOptions;
  #pending: Promise<T> | null = null;
  #last: { readonly at: number; readonly hints: number; readonly result: T } | null = null;

  constructor(options: KeptOptions) {
    this.#options = options;
  }

  async get(find: () => Promise<T>): Promise<T> {
    const { clock, keptMs, hints = () => 0 } = this.#options;
    const last = this.#last;
    if (last?.hints === hints() && clock.monotonic() - last.at < keptMs) return last.result;
    this.#pending ??= this.#find(find, hints()).finally(() => {
      this.#pending = null;
    });
    return this.#pending;
  }

  async #find(find: () => Promise<T>, hints: number): Promise<T> {
    const result = await find();
    this.#last = { at: this.#options.clock.monotonic(), hints, result };
    return result;
  }
}
