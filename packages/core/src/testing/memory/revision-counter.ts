/** The number that every change of a schedule, and every request for a run, raises. */
export class RevisionCounter {
  #value = 1;

  get value(): number {
    return this.#value;
  }

  raise(): number {
    this.#value += 1;
    return this.#value;
  }
}
