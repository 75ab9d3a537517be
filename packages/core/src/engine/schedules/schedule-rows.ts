import { isPausedAt, type StoredSchedule } from '../../domain/index.ts';
import type { ScheduleStore } from '../../ports/index.ts';

/** The schedules in memory: all rows of the store, including those that do not fire. Only the syncer changes them. */
export class ScheduleRows {
  readonly #store: Pick<ScheduleStore, 'get'>;
  readonly #rows = new Map<string, StoredSchedule>();
  /** Rows read individually between two syncs, newer than the last sync. */
  readonly #ahead = new Map<string, StoredSchedule>();
  /** True while all firing is stopped: no schedule starts runs. */
  isFiringStopped = false;

  constructor(store: Pick<ScheduleStore, 'get'>) {
    this.#store = store;
  }

  /** All rows of the last sync. */
  get all(): Iterable<StoredSchedule> {
    return this.#rows.values();
  }

  get ids(): Iterable<string> {
    return this.#rows.keys();
  }

  get(id: string): StoredSchedule | undefined {
    return this.#rows.get(id) ?? this.#ahead.get(id);
  }

  /** As the last sync found it. */
  synced(id: string): StoredSchedule | undefined {
    return this.#rows.get(id);
  }

  /** True if the schedule still starts runs: it was neither disabled nor deleted, is not damaged, and not paused now. */
  mayStart(id: string, now: number): boolean {
    const row = this.get(id);
    if (row === undefined || row.isDamaged || this.isFiringStopped) return false;
    return row.schedule.enabled && !isPausedAt(row.schedule, now);
  }

  /** The row as it counts for starting runs: while all firing is stopped, every schedule counts as disabled. */
  asFiring(id: string): StoredSchedule | undefined {
    const row = this.get(id);
    if (row === undefined || row.isDamaged || !this.isFiringStopped) return row;
    return { ...row, schedule: { ...row.schedule, enabled: false } };
  }

  /** Like `get`, but reads the store for a schedule that may be newer than the last sync; null if there is none. */
  async find(id: string): Promise<StoredSchedule | null> {
    const known = this.get(id);
    if (known !== undefined) return known;
    const row = await this.#store.get(id);
    if (row !== null) this.#ahead.set(id, row);
    return row;
  }

  /** Begins a read of the store; call the result once it is done: rows read individually before are then known. */
  beginRead(): () => void {
    const ahead = [...this.#ahead.keys()];
    return () => {
      for (const id of ahead) this.#ahead.delete(id);
    };
  }

  set(id: string, row: StoredSchedule): void {
    this.#rows.set(id, row);
  }

  delete(id: string): void {
    this.#rows.delete(id);
  }

  clear(): void {
    this.#rows.clear();
  }
}
