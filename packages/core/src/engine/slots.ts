/** The runs of each schedule that are queued or running: what `maxInstances` limits. */
export class Slots {
  readonly #holders = new Map<string, string[]>();

  /** Takes one of `max` slots for a run; false when none is free. */
  take(scheduleId: string, max: number, runId: string): boolean {
    const holders = this.#holders.get(scheduleId);
    if (holders === undefined) this.#holders.set(scheduleId, [runId]);
    else if (holders.length >= max) return false;
    else holders.push(runId);
    return true;
  }

  /** The slot of one run is another's from now on. */
  pass(scheduleId: string, from: string, to: string): void {
    const holders = this.#holders.get(scheduleId);
    const index = holders?.indexOf(from) ?? -1;
    if (holders !== undefined && index >= 0) holders[index] = to;
  }

  release(scheduleId: string, runId: string): void {
    const holders = this.#holders.get(scheduleId);
    if (holders === undefined) return;
    const index = holders.indexOf(runId);
    if (index < 0) return;
    if (holders.length === 1) this.#holders.delete(scheduleId);
    else holders.splice(index, 1);
  }

  /** Who has the slots, the first to take one first; `most` of them. */
  holders(scheduleId: string, most: number): readonly string[] {
    return this.#holders.get(scheduleId)?.slice(0, most) ?? [];
  }
}
