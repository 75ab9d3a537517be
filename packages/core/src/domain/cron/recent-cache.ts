/** Remembers what was made for the `limit` keys asked for most recently, so that edits and bad input leak nothing. */
export class RecentCache<V extends {} | null> {
  readonly #limit: number;
  /** In order of use, the oldest first. */
  readonly #entries = new Map<string, V>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string, make: () => V): V {
    const known = this.#entries.get(key);
    const value = known === undefined ? make() : known;
    if (known !== undefined) this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#limit) this.#dropOldest();
    return value;
  }

  #dropOldest(): void {
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }
}
