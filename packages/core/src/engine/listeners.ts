/** The listeners of one kind of event, called in the order in which they were added. */
export class Listeners<T> {
  readonly #all: ((event: T) => void)[] = [];

  add(listener: (event: T) => void): void {
    this.#all.push(listener);
  }

  emit(event: T): void {
    for (const listener of this.#all) listener(event);
  }
}
