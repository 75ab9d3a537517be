import type { StoredSchedule } from '@zenpulse/core/domain';
import type { RevisionPair, ScheduleCursor, ScheduleStore } from '@zenpulse/core/ports';

/** So many rows are judged in a few milliseconds, also on a slow machine. */
const PAGE = 50;
const IN_ORDER = { sort: 'jobKey', isDescending: false, limit: PAGE, isUncounted: true } as const;

/**
 * Which rows break a rule. No statement can tell, so all rows are read once, in pages, when somebody first asks; after that
 * one statement tells whether the revision moved, and only what changed is read.
 *
 *   unread ──ids()──▶ reading ──▶ known at a revision ──another revision──▶ its changes, or all rows again
 */
export class DamagedSchedules {
  readonly #schedules: Pick<ScheduleStore, 'list' | 'readChanges' | 'readRevision'>;
  readonly #ids = new Set<string>();
  #knownAt: RevisionPair | null = null;
  #reading: Promise<void> | null = null;

  constructor(schedules: Pick<ScheduleStore, 'list' | 'readChanges' | 'readRevision'>) {
    this.#schedules = schedules;
  }

  /** Ids of damaged rows; some of rows that are gone may be among them. */
  async ids(): Promise<readonly string[]> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    await this.#reading;
    return [...this.#ids];
  }

  async #read(): Promise<void> {
    const now = await this.#schedules.readRevision();
    if (this.#knownAt === null) {
      await this.#readAll();
      this.#knownAt = now; // what changed while the pages were read is read again the next time
    } else if (now.revision !== this.#knownAt.revision || now.token !== this.#knownAt.token) {
      await this.#readChanges(this.#knownAt);
    }
  }

  async #readChanges(since: RevisionPair): Promise<void> {
    const { continuity, changed, deleted, revision, token } = await this.#schedules.readChanges(since);
    if (continuity !== 'continues') this.#ids.clear(); // then `changed` is every row
    for (const row of changed) this.#judge(row);
    for (const id of deleted) this.#ids.delete(id);
    this.#knownAt = { revision, token };
  }

  async #readAll(): Promise<void> {
    let after: ScheduleCursor | undefined;
    do {
      const page = await this.#schedules.list({ ...IN_ORDER, after });
      for (const row of page.items) this.#judge(row);
      after = page.next ?? undefined;
    } while (after !== undefined);
  }

  #judge(row: StoredSchedule): void {
    if (row.isDamaged) this.#ids.add(row.damaged.id);
    else this.#ids.delete(row.schedule.id);
  }
}
