/** Whether this runner's state has changed since the last report. */
export class Changes {
  #isMarked = true;

  mark(): void {
    this.#isMarked = true;
  }

  /** True if it has; the next call returns false until there is another change. */
  take(): boolean {
    const isMarked = this.#isMarked;
    this.#isMarked = false;
    return isMarked;
  }
}
