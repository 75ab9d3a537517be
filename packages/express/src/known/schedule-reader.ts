import type { StoredSchedule } from '@zenpulse/core/domain';
import type { RevisionPair, ScheduleCursor, ScheduleStore } from '@zenpulse/core/ports';

/** So many rows are parsed in a few milliseconds, also on a slow machine. */
const PAGE = 100;
/** More changed rows than this are read in pages, like all rows. */
const MOST_CHANGES = 500;
const IN_ORDER = { sort: 'jobKey', isDescending: false, limit: PAGE, isUncounted: true } as const;

/** Where the rows go. */
export interface ScheduleSink {
  put(row: StoredSchedule): void;
  /** Of rows that are gone; some of them were never put. */
  remove(id: string): void;
  clear(): void;
}

type Read = Pick<ScheduleStore, 'list' | 'readChanges' | 'readRevision' | 'hasHad' | 'countEach'>;

/**
 * Keeps something that is derived from every row. All rows are read once, in pages; after that one statement says
 * whether the revision moved, and only what changed is read.
 *
 *   unread ──update()──▶ reading ──▶ known at a revision ──another revision──▶ its changes, or all rows again
 */
export class ScheduleReader {
  readonly #schedules: Read;
  readonly #sink: ScheduleSink;
  #knownAt: RevisionPair | null = null;
  #reading: Promise<RevisionPair> | null = null;

  constructor(schedules: Read, sink: ScheduleSink) {
    this.#schedules = schedules;
    this.#sink = sink;
  }

  get isRead(): boolean {
    return this.#knownAt !== null;
  }

  /** Resolves when the sink has what the database has; to the revision of that. */
  update(): Promise<RevisionPair> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  /** Everything is read again at the next update. */
  forget(): void {
    this.#knownAt = null;
  }

  async #read(): Promise<RevisionPair> {
    const now = await this.#schedules.readRevision();
    const known = this.#knownAt;
    if (known?.revision === now.revision && known.token === now.token) return known;
    if (known === null || !(await this.#areFewChanges(known))) {
      await this.#readAll();
      this.#knownAt = now; // what changed while the pages were read is read again the next time
      return now;
    }
    return this.#readChanges(known);
  }

  async #areFewChanges(since: RevisionPair): Promise<boolean> {
    if (!(await this.#schedules.hasHad(since))) return false; // another history, or too long ago
    const { changed } = await this.#schedules.countEach({
      changed: { by: 'changed', after: since.revision },
    });
    return changed <= MOST_CHANGES;
  }

  async #readChanges(since: RevisionPair): Promise<RevisionPair> {
    const { continuity, changed, deleted, revision, token } = await this.#schedules.readChanges(since);
    if (continuity !== 'continues') this.#sink.clear(); // then `changed` is every row
    for (const row of changed) this.#sink.put(row);
    for (const id of deleted) this.#sink.remove(id);
    this.#knownAt = { revision, token };
    return this.#knownAt;
  }

  async #readAll(): Promise<void> {
    this.#knownAt = null; // if it fails, it begins anew
    this.#sink.clear();
    let after: ScheduleCursor | undefined;
    do {
      const page = await this.#schedules.list({ ...IN_ORDER, after });
      for (const row of page.items) this.#sink.put(row);
      after = page.next ?? undefined;
    } while (after !== undefined);
  }
}
