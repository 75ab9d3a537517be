/** How many runs of each schedule are queued or running: what `maxInstances` limits. */
export class Slots {
  readonly #taken = new Map<string, number>();

  /** Takes one of `max` slots; false when none is free. */
  take(scheduleId: string, max: number): boolean {
    const taken = this.#taken.get(scheduleId) ?? 0;
    if (taken >= max) return false;
    this.#taken.set(scheduleId, taken + 1);
    return true;
  }

  release(scheduleId: string): void {
    const taken = this.#taken.get(scheduleId) ?? 0;
    if (taken <= 1) this.#taken.delete(scheduleId);
    else this.#taken.set(scheduleId, taken - 1);
  }
}
