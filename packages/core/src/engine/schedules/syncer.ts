import type { StoredSchedule } from '../../domain/index.ts';
import {
  FIRING,
  StoreError,
  type Clock,
  type FiringSwitch,
  type Logger,
  type RevisionPair,
  type ScheduleChanges,
  type ScheduleStore,
} from '../../ports/index.ts';
import { MAX_HELD_STEP_BACK_MS } from './dispatcher.ts';
import { Listeners } from '../listeners.ts';
import { reconcile, type Reconciliation } from './reconcile.ts';
import type { ReadRow } from './row-remarks.ts';
import type { ScheduleRows } from './schedule-rows.ts';

export interface SyncerDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly schedules: Pick<ScheduleStore, 'readRevision' | 'readChanges'>;
  readonly rows: ScheduleRows;
  readonly isRegistered: (jobKey: string) => boolean;
  readonly firing: { has(id: string): boolean; keys(): Iterable<string> };
  /** `notBefore`: by schedule, an instant before which nothing is caught up. */
  readonly apply: (reconciliation: Reconciliation, notBefore: ReadonlyMap<string, number>) => void;
  /** Whether all firing is stopped, as the database says; without it, it never is. */
  readonly readSwitch?: () => Promise<FiringSwitch>;
  /** True: nothing fires in this process, whatever the database says. */
  readonly isPausedHere?: boolean;
  /** Called when firing stops or begins again, and when it is found stopped at the start. */
  readonly onSwitch?: (isStopped: boolean, why: FiringSwitch) => void;
  /** Called with the changed rows of each read. */
  readonly onRows?: (read: readonly ReadRow[]) => void;
  /** Runs by hand raise the revision too: they are claimed before a revision counts as applied. */
  readonly takeRequests: () => Promise<void>;
  /** Called at the first failure after a success, and at the first success after a failure. */
  readonly onFailing?: (error: unknown) => void;
  readonly onBack?: () => void;
}

/** How a database differs from the last read: another database, or another copy of the same one. */
export interface HistoryChange {
  /**
   * True for another id: another system's database, or recreated tables. False for a restored state of the same
   * database.
   */
  readonly isAnotherId: boolean;
  readonly from: RevisionPair;
  readonly to: RevisionPair;
  readonly historyId: string;
  readonly schedules: number;
}

/** The database's history, and when this process first saw it; epoch milliseconds. */
export interface KnownHistory {
  readonly id: string;
  readonly since: number;
}

/**
 * For this long after another history was found, its rows may still be arriving: a load on MySQL is not one
 * transaction.
 */
const DOUBTED_MS = 60_000;

/**
 * If a schedule's start was written longer than this before the last read that did not find it, its transaction was
 * committed after that read.
 */
const LATE_COMMIT_MS = 2_000;

/**
 * Reads changes from the store and applies them to the memory. One sync at a time; a hint during a sync causes another
 * one. If the store is unavailable, the next hint or tick tries again.
 */
export class Syncer {
  readonly #deps: SyncerDeps;
  #known: RevisionPair | null = null;
  #history: KnownHistory | null = null;
  /** Until then all rows are read each time. */
  #doubtedUntil = -Infinity;
  /** The token at which another history was reported, until it is applied. */
  #reportedAt: string | null = null;
  #running: Promise<boolean> | null = null;
  #isHinted = false;
  #isFailing = false;
  #problem: string | null = null;
  #inStepAt: number | null = null;
  #appliedAt: number | null = null;
  #historyChanges = 0;
  /** When firing was last allowed again, as the last read found it. */
  #resumedAt: number | null = null;
  /** When a renewal last returned the revision, on the monotonic clock. */
  #toldAt = Number.NEGATIVE_INFINITY;

  /** After every sync that found changes, with the revision. */
  readonly onSynced = new Listeners<number>();
  /** Before the rows are applied: the database's history differs from the last read. */
  readonly onAnotherHistory = new Listeners<HistoryChange>();

  constructor(deps: SyncerDeps) {
    this.#deps = deps;
  }

  /** The revision of the memory; null before the first sync. */
  get revision(): number | null {
    return this.#known?.revision ?? null;
  }

  /** The same with its token. */
  get known(): RevisionPair | null {
    return this.#known;
  }

  /** The history of the rows in memory; null before the first sync. */
  get history(): KnownHistory | null {
    return this.#history;
  }

  /** True if the last sync failed. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** Why the last sync failed, if the store reported it; null otherwise. */
  get problem(): string | null {
    return this.#isFailing ? this.#problem : null;
  }

  /** The wall time of the last read that found the memory equal to the store; null before the first. */
  get inStepAt(): number | null {
    return this.#inStepAt;
  }

  /** Called when it is known without a query that nothing changed until `at`. */
  confirm(at: number): void {
    if (this.#running === null && !this.#isFailing && this.#known !== null) this.#keepInStep(at);
  }

  /** A renewal of the lease, sent at `sentAt`, returned the revision: another one than in memory is read. */
  told(isRevision: (pair: RevisionPair) => boolean, sentAt: number): void {
    this.#toldAt = this.#deps.clock.monotonic();
    if (this.#known !== null && isRevision(this.#known)) this.confirm(sentAt);
    else void this.sync();
  }

  /** True if a renewal returned the revision in the last `ms`. */
  wasTold(ms: number): boolean {
    return this.#deps.clock.monotonic() - this.#toldAt < ms;
  }

  /** A clock set back a little does not lower this. */
  #keepInStep(at: number): void {
    const stood = this.#inStepAt;
    const isHeld = stood !== null && stood > at && stood - at <= MAX_HELD_STEP_BACK_MS;
    if (!isHeld) this.#inStepAt = at;
  }

  /** When the last changes were applied; null before the first. */
  get appliedAt(): number | null {
    return this.#appliedAt;
  }

  /** How many times the database was replaced by another or restored one. */
  get historyChanges(): number {
    return this.#historyChanges;
  }

  /** Resolves to true if the memory equals what was read; never rejects. */
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
    this.#running = null; // in the same turn as the last check for hints, so that none is lost in between
    return isGood;
  }

  /** Handles any error, even from a logger that throws: the next sync starts again. */
  #fail(): false {
    this.#isFailing = true;
    return false;
  }

  async #syncOnce(): Promise<boolean> {
    const { onBack, onFailing, schedules, clock } = this.#deps;
    const askedAt = clock.now();
    try {
      const found = await schedules.readRevision();
      if (this.#known === null || !isSamePair(found, this.#known)) await this.#read(this.#known);
      else if (askedAt < this.#doubtedUntil) await this.#read(this.#known, true);
      if (this.#isFailing) onBack?.();
      this.#isFailing = false;
      this.#keepInStep(askedAt);
      return true;
    } catch (error) {
      const isNews = !this.#isFailing;
      this.#isFailing = true;
      this.#problem = error instanceof StoreError ? error.message : null;
      if (isNews) onFailing?.(error);
      return false;
    }
  }

  /** `isAgain`: reads everything, although nothing seems to have changed. */
  async #read(known: RevisionPair | null, isAgain = false): Promise<void> {
    const { firing, apply, takeRequests, rows, clock } = this.#deps;
    const endRead = rows.beginRead();
    const changes = await (isAgain ? this.#deps.schedules.readChanges(null) : this.#readChanges(known));
    if (isAgain && known !== null && !isSamePair(changes, known)) return this.#read(known);
    if (changes.historyId === '')
      throw new Error('expected a history id in the database, got none: its tables are being loaded');
    // After the changes: a switch that is turned meanwhile has raised the revision again.
    const firingSwitch = (await this.#deps.readSwitch?.()) ?? FIRING;
    endRead();
    const { changed, deleted, continuity } = changes;
    if (this.#lacksRows(changes)) return this.#read(null);
    const change = this.#historyChange(known, changes);
    if (change !== null) this.#tell(change);
    const notBefore = this.#notBefore(changed, change?.isAnotherId === true);
    const isWhole = continuity !== 'continues';
    const readRows = changed.map((row) => ({ row, before: rows.synced(idOf(row)) }));
    if (isWhole) rows.clear();
    for (const id of deleted) rows.delete(id);
    for (const row of changed) this.#keep(row);
    const remaining = isWhole ? new Set(rows.ids) : null;
    if (this.#history?.id !== changes.historyId) {
      this.#history = { id: changes.historyId, since: clock.now() };
    }
    const read = { changed, deleted, remaining };
    const wasStopped = rows.isFiringStopped;
    const isStopped = this.#deps.isPausedHere === true || firingSwitch.stoppedAt !== null;
    rows.isFiringStopped = isStopped;
    if (isStopped) apply({ add: [], replace: [], remove: [...firing.keys()] }, notBefore);
    else {
      // Firing may have been stopped and allowed again since the last read.
      const isResumed = wasStopped || firingSwitch.resumedAt !== this.#resumedAt;
      const due = reconcile(firing, isResumed ? { ...read, changed: [...rows.all] } : read);
      apply(due, afterResuming(due, firingSwitch, notBefore));
      this.#resumedAt = firingSwitch.resumedAt;
    }
    if (isStopped !== wasStopped) this.#deps.onSwitch?.(isStopped, firingSwitch);
    this.#deps.onRows?.(readRows);
    await takeRequests();
    this.#known = { revision: changes.revision, token: changes.token };
    this.#reportedAt = null;
    this.#appliedAt = clock.now();
    this.onSynced.emit(changes.revision);
  }

  /** True if rows are missing that were not reported as deleted. */
  #lacksRows({ continuity, count, changed, deleted }: ScheduleChanges): boolean {
    if (count === undefined || continuity !== 'continues') return false;
    const ids = new Set(this.#deps.rows.ids);
    for (const id of deleted) ids.delete(id);
    for (const row of changed) ids.add(idOf(row));
    return ids.size !== count;
  }

  /** Another history id means another database, whatever its log contains. */
  async #readChanges(known: RevisionPair | null): Promise<ScheduleChanges> {
    const { schedules } = this.#deps;
    const changes = await schedules.readChanges(known);
    const isOther = this.#history !== null && changes.historyId !== this.#history.id;
    return isOther && changes.continuity === 'continues' ? schedules.readChanges(null) : changes;
  }

  #historyChange(from: RevisionPair | null, { continuity, ...to }: ScheduleChanges): HistoryChange | null {
    if (from === null) return null;
    const { historyId, revision, token, changed } = to;
    const isAnotherId = historyId !== this.#history?.id;
    if (!isAnotherId && continuity !== 'another' && revision >= from.revision) return null;
    return { isAnotherId, from, to: { revision, token }, historyId, schedules: changed.length };
  }

  /** Reports it once, although the following steps may fail and be repeated. */
  #tell(change: HistoryChange): void {
    if (this.#reportedAt === change.to.token) return;
    this.#reportedAt = change.to.token;
    this.#doubtedUntil = this.#deps.clock.now() + DOUBTED_MS;
    this.#historyChanges += 1;
    this.onAnotherHistory.emit(change);
  }

  /**
   * By schedule, an instant before which nothing is caught up. If the last read did not find a schedule, or found it
   * disabled or with another start, although the start was written long before, its transaction was committed later:
   * nothing before that read is caught up. Nothing of another database is caught up either.
   */
  #notBefore(changed: readonly StoredSchedule[], isAnother: boolean): ReadonlyMap<string, number> {
    const now = this.#deps.clock.now();
    const lastLook = isAnother ? now : Math.min(this.#inStepAt ?? -Infinity, now);
    const notBefore = new Map<string, number>();
    for (const row of changed) {
      if (row.isDamaged) continue;
      const { id, effectiveFrom } = row.schedule;
      const isLate = effectiveFrom < lastLook - LATE_COMMIT_MS && !this.#hasBegun(id, effectiveFrom);
      if (isAnother || isLate) notBefore.set(id, lastLook);
    }
    return notBefore;
  }

  /** True if the last read found the schedule enabled, with that start, or with a pause that ended then. */
  #hasBegun(id: string, effectiveFrom: number): boolean {
    const before = this.#deps.rows.synced(id);
    if (before === undefined || before.isDamaged) return false;
    const { enabled, pausedUntil, effectiveFrom: began } = before.schedule;
    // Whoever changes a pause that is over sets the start to its end, however long that is ago.
    const isEndOfPause = pausedUntil !== null && Date.parse(pausedUntil) - 1 === effectiveFrom;
    return enabled && (began === effectiveFrom || isEndOfPause);
  }

  #keep(row: StoredSchedule): void {
    const id = idOf(row);
    if (row.isDamaged) this.#report(row);
    else if (!this.#deps.isRegistered(row.schedule.jobKey) && row.schedule.enabled) this.#report(row);
    this.#deps.rows.set(id, row);
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

/** Nothing from before firing was allowed again is caught up. */
function afterResuming(
  { add, replace }: Reconciliation,
  { resumedAt }: FiringSwitch,
  notBefore: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  if (resumedAt === null) return notBefore;
  const later = new Map(notBefore);
  for (const { id } of [...add, ...replace]) later.set(id, Math.max(notBefore.get(id) ?? 0, resumedAt));
  return later;
}

function idOf(row: StoredSchedule): string {
  return row.isDamaged ? row.damaged.id : row.schedule.id;
}

function isSamePair(a: RevisionPair, b: RevisionPair): boolean {
  return a.revision === b.revision && a.token === b.token;
}
