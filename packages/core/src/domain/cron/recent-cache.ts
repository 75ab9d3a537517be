/**
 * Remembers what was kept under at least the `limit` keys asked for most recently and at most twice as many, so that
 * edits and bad input leak nothing. Two generations rather than an order of use: a hit costs one look-up.
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
