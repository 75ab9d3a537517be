interface Taken {
  count: number;
  /** The newest occurrence that has started since a slot was taken; -Infinity before one has. */
  newestStarted: number;
}

/** How many runs of each schedule are queued or running: what `maxInstances` limits. */
export class Slots {
  readonly #taken = new Map<string, Taken>();

  /** Takes one of `max` slots; false when none is free. */
  take(scheduleId: string, max: number): boolean {
    const taken = this.#taken.get(scheduleId);
    if ((taken?.count ?? 0) >= max) return false;
    if (taken === undefined) this.#taken.set(scheduleId, { count: 1, newestStarted: -Infinity });
    else taken.count += 1;
    return true;
  }

  release(scheduleId: string): void {
    const taken = this.#taken.get(scheduleId);
    if (taken === undefined || taken.count <= 1) this.#taken.delete(scheduleId);
    else taken.count -= 1;
  }

  /** An occurrence starts in one of the slots. */
  started(scheduleId: string, scheduledAt: number): void {
    const taken = this.#taken.get(scheduleId);
    if (taken !== undefined) taken.newestStarted = Math.max(taken.newestStarted, scheduledAt);
  }

  /** Whether an occurrence after `scheduledAt` has started since a slot was taken. */
  hasStartedAfter(scheduleId: string, scheduledAt: number): boolean {
    return (this.#taken.get(scheduleId)?.newestStarted ?? -Infinity) > scheduledAt;
  }
}
