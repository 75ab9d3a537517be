import { overtakes } from './overtakes.ts';
import type { Run } from './run.ts';

const NONE: readonly Run[] = [];

/** Retries that wait in the executor, by schedule: a waiting retry holds no slot. */
export class SlotlessRetries {
  readonly #bySchedule = new Map<string, Set<Run>>();

  add(retry: Run): void {
    const { id } = retry.schedule;
    const retries = this.#bySchedule.get(id);
    if (retries === undefined) this.#bySchedule.set(id, new Set([retry]));
    else retries.add(retry);
  }

  /** False if it was not among them. */
  delete(run: Run): boolean {
    if (this.#bySchedule.size === 0) return false; // nearly always
    const { id } = run.schedule;
    const retries = this.#bySchedule.get(id);
    if (retries?.delete(run) !== true) return false;
    if (retries.size === 0) this.#bySchedule.delete(id);
    return true;
  }

  /** The retries that the start of a run ends. */
  overtakenBy(run: Run): readonly Run[] {
    if (this.#bySchedule.size === 0) return NONE;
    const retries = this.#bySchedule.get(run.schedule.id);
    return retries === undefined ? NONE : [...retries].filter((retry) => overtakes(run, retry));
  }
}
