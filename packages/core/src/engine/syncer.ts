import type { StoredSchedule } from '../domain/index.ts';
import type { Clock, Logger, ScheduleStore } from '../ports/index.ts';
import { MAX_HELD_STEP_BACK_MS } from './dispatcher.ts';
import { reconcile, type Reconciliation } from './reconcile.ts';

export interface SyncerDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly schedules: ScheduleStore;
  readonly isRegistered: (jobKey: string) => boolean;
  readonly firing: { has(id: string): boolean; keys(): Iterable<string> };
  readonly apply: (reconciliation: Reconciliation) => void;
  /** Runs by hand raise the revision too: they are taken before a revision counts as applied. */
  readonly takeRequests: () => Promise<void>;
  /** After every sync that found something new. */
  readonly onSynced: (revision: number) => void;
}

/**
 * Reads what is new in the store and reconciles the memory with it. One sync at a time; a hint that comes
 * during one makes another follow. A store that is away is asked again at the next hint or tick.
 */
export class Syncer {
  readonly #deps: SyncerDeps;
  /** Every row of the store, the ones that do not fire included. */
  readonly #rows = new Map<string, StoredSchedule>();
  /** What was asked for between two syncs and is newer than the last of them. */
  readonly #ahead = new Map<string, StoredSchedule>();
  #revision: number | null = null;
  #running: Promise<boolean> | null = null;
  #isHinted = false;
  #isFailing = false;
  #inStepAt: number | null = null;

  constructor(deps: SyncerDeps) {
    this.#deps = deps;
  }

  /** The revision that the memory equals; null before the first sync. */
  get revision(): number | null {
    return this.#revision;
  }

  /** Whether the last sync failed. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** The wall time of the last look that found the memory equal to the store; null before the first. */
  get inStepAt(): number | null {
    return this.#inStepAt;
  }

  /** Somebody knows without asking the store that nothing has changed until `at`. */
  confirm(at: number): void {
    if (this.#running === null && !this.#isFailing && this.#revision !== null) this.#keepInStep(at);
  }

  /** A clock that is set back a little does not take back what was in step. */
  #keepInStep(at: number): void {
    const stood = this.#inStepAt;
    const isHeld = stood !== null && stood > at && stood - at <= MAX_HELD_STEP_BACK_MS;
    if (!isHeld) this.#inStepAt = at;
  }

  get(id: string): StoredSchedule | undefined {
    return this.#rows.get(id) ?? this.#ahead.get(id);
  }

  /** As `get`, and asks the store for a schedule that may be newer than the last sync; null when there is none. */
  async find(id: string): Promise<StoredSchedule | null> {
    const known = this.get(id);
    if (known !== undefined) return known;
    const row = await this.#deps.schedules.get(id);
    if (row !== null) this.#ahead.set(id, row);
    return row;
  }

  /** Resolves to whether the memory equals what the store said; never rejects. */
  async sync(): Promise<boolean> {
    this.#isHinted = true;
    this.#running ??= this.#syncUntilQuiet();
    return this.#running;
  }

  async #syncUntilQuiet(): Promise<boolean> {
    let isGood = true;
    while (this.#isHinted) {
      this.#isHinted = false;
      isGood = await this.#syncOnce().catch(() => this.#fail());
    }
    this.#running = null; // in the turn of the last look at the hint, so that none is lost in between
    return isGood;
  }

  /** Whatever went wrong, a logger that throws included: the next sync begins anew. */
  #fail(): false {
    this.#isFailing = true;
    return false;
  }

  async #syncOnce(): Promise<boolean> {
    const { logger, schedules, clock } = this.#deps;
    const askedAt = clock.now();
    try {
      const revision = await schedules.readRevision();
      if (revision !== this.#revision) await this.#read(revision);
      if (this.#isFailing) logger.info({}, 'The database answers again');
      this.#isFailing = false;
      this.#keepInStep(askedAt);
      return true;
    } catch (error) {
      const isNews = !this.#isFailing;
      this.#isFailing = true;
      if (isNews) logger.error({ err: error }, 'Schedules cannot be read; trying again');
      return false;
    }
  }

  async #read(newRevision: number): Promise<void> {
    const { schedules, firing, apply, takeRequests, onSynced } = this.#deps;
    // A revision that went back is another history (a restored backup): everything is read anew.
    const isContinuous = this.#revision !== null && newRevision > this.#revision;
    const ahead = [...this.#ahead.keys()];
    const { changed, count, revision } = await schedules.readChanges(
      isContinuous ? (this.#revision ?? 0) : 0,
    );
    for (const id of ahead) this.#ahead.delete(id);
    if (!isContinuous) this.#rows.clear();
    for (const row of changed) this.#keep(row);
    const remaining = isContinuous && count === this.#rows.size ? null : await this.#readRemaining(count);
    if (remaining !== null) for (const id of this.#rows.keys()) if (!remaining.has(id)) this.#rows.delete(id);
    apply(reconcile(firing, changed, remaining));
    await takeRequests();
    this.#revision = revision;
    onSynced(revision);
  }

  async #readRemaining(count: number): Promise<ReadonlySet<string>> {
    if (count === this.#rows.size) return new Set(this.#rows.keys());
    return new Set(await this.#deps.schedules.readIds());
  }

  #keep(row: StoredSchedule): void {
    const id = row.isDamaged ? row.damaged.id : row.schedule.id;
    if (row.isDamaged) this.#report(row);
    else if (!this.#deps.isRegistered(row.schedule.jobKey) && row.schedule.enabled) this.#report(row);
    this.#rows.set(id, row);
  }

  #report(row: StoredSchedule): void {
    const { logger } = this.#deps;
    if (row.isDamaged) {
      const { id, jobKey, problems } = row.damaged;
      logger.error({ scheduleId: id, jobKey, problems }, 'A schedule is damaged and does not run');
    } else {
      const { id, jobKey } = row.schedule;
      logger.warn(
        { scheduleId: id, jobKey },
        'No job is registered under the key of this schedule: its occurrences are skipped',
      );
    }
  }
}
