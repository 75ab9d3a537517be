import type { ScheduleStore } from '@zenpulse/core/ports';
import { ScheduleReader } from './known/schedule-reader.ts';

/** Which rows break a rule: no statement can tell, so all rows are read once. */
export class DamagedSchedules {
  readonly #ids = new Set<string>();
  readonly #reader: ScheduleReader;

  constructor(schedules: ScheduleStore) {
    this.#reader = new ScheduleReader(schedules, {
      put: (row) => {
        if (row.isDamaged) this.#ids.add(row.damaged.id);
        else this.#ids.delete(row.schedule.id);
      },
      remove: (id) => this.#ids.delete(id),
      clear: () => this.#ids.clear(),
    });
  }

  /** Ids of damaged rows; some of rows that are gone may be among them. */
  async ids(): Promise<readonly string[]> {
    await this.#reader.update();
    return [...this.#ids];
  }
}
