/**
 * A cache of the most recently used keys: at least `limit`, at most twice as many, so it cannot grow with edits or bad
 * input. It keeps two generations instead of an order of use, so a hit costs one look-up.
 */
export class RecentCache<V extends {} | null> {
  readonly #limit: number;
  #young = new Map<string, V>();
  #old = new Map<string, V>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    return old === undefined ? undefined : this.keep(key, old);
  }

  /** Returns the value. */
  keep(key: string, value: V): V {
    this.#young.set(key, value);
    if (this.#young.size > this.#limit) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    return value;
  }
}
