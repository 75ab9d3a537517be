/** The number of released entries kept: as many as start in one turn of the event loop. */
const MOST_FREE = 256;

interface Taken {
  /** In the order in which they took their slots. */
  readonly runIds: string[];
  /** The newest occurrence that has started since a slot was taken; -Infinity if none has. */
  newestStarted: number;
}

/** The queued or running runs of each schedule, which `maxInstances` limits. */
export class Slots {
  readonly #taken = new Map<string, Taken>();
  /** Released entries, reused for other schedules. */
  readonly #free: Taken[] = [];

  /** Takes one of `max` slots for a run; false if none is free. */
  take(scheduleId: string, max: number, runId: string): boolean {
    const taken = this.#taken.get(scheduleId);
    if ((taken?.runIds.length ?? 0) >= max) return false;
    if (taken === undefined) this.#taken.set(scheduleId, this.#begin(runId));
    else taken.runIds.push(runId);
    return true;
  }

  /** Passes one run's slot to another. */
  pass(scheduleId: string, from: string, to: string): void {
    const runIds = this.#taken.get(scheduleId)?.runIds;
    const index = runIds?.indexOf(from) ?? -1;
    if (runIds !== undefined && index >= 0) runIds[index] = to;
  }

  release(scheduleId: string, runId: string): void {
    const taken = this.#taken.get(scheduleId);
    const index = taken?.runIds.indexOf(runId) ?? -1;
    if (taken === undefined || index < 0) return;
    if (taken.runIds.length > 1) taken.runIds.splice(index, 1);
    else {
      this.#taken.delete(scheduleId);
      if (this.#free.length < MOST_FREE) this.#free.push(taken);
    }
  }

  /** The runs that hold the slots, in the order in which they took them. */
  holders(scheduleId: string): readonly string[] {
    return this.#taken.get(scheduleId)?.runIds ?? [];
  }

  /** An occurrence starts in one of the slots. */
  started(scheduleId: string, scheduledAt: number): void {
    const taken = this.#taken.get(scheduleId);
    if (taken !== undefined) taken.newestStarted = Math.max(taken.newestStarted, scheduledAt);
  }

  /** True if an occurrence after `scheduledAt` has started since a slot was taken. */
  hasStartedAfter(scheduleId: string, scheduledAt: number): boolean {
    return (this.#taken.get(scheduleId)?.newestStarted ?? -Infinity) > scheduledAt;
  }

  #begin(runId: string): Taken {
    const taken = this.#free.pop();
    if (taken === undefined) return { runIds: [runId], newestStarted: -Infinity };
    taken.runIds[0] = runId; // in place of its last run
    taken.newestStarted = -Infinity;
    return taken;
  }
}
