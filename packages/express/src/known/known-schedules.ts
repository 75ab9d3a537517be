import type { Clock, ScheduleStore, Timer } from '@zenpulse/core/ports';
import { knownSchedule, type KnownSchedule } from './known-schedule.ts';
import { ScheduleReader } from './schedule-reader.ts';

/** Some hundred bytes a schedule, kept so long after they were last used. */
const KEPT_MS = 600_000;

export interface KnownSchedulesDeps {
  readonly schedules: ScheduleStore;
  readonly clock: Pick<Clock, 'setBackgroundTimer'>;
}

/** Hears of each row that was read. */
export interface KnownWatcher {
  put(one: KnownSchedule): void;
  remove(id: string): void;
  clear(): void;
}

/**
 * Something of every schedule, by id: read once, and kept by revision. Whoever derives more from it (an order, what the
 * counters say of each) watches the rows.
 */
export class KnownSchedules {
  readonly #clock: KnownSchedulesDeps['clock'];
  readonly #reader: ScheduleReader;
  readonly #watchers: KnownWatcher[] = [];
  readonly #byId = new Map<string, KnownSchedule>();
  readonly #damaged = new Set<string>();
  readonly #withPause = new Set<string>();
  /** How many schedules each job has. */
  readonly #jobs = new Map<string, number>();
  #disabled = 0;
  #keeping: Timer | null = null;

  constructor({ schedules, clock }: KnownSchedulesDeps) {
    this.#clock = clock;
    this.#reader = new ScheduleReader(schedules, {
      put: (row) => {
        const fresh = knownSchedule(row);
        this.#drop(fresh.id);
        this.#byId.set(fresh.id, fresh);
        if (row.isDamaged) this.#damaged.add(fresh.id);
        if (fresh.pausedUntil !== null) this.#withPause.add(fresh.id);
        if (!fresh.enabled) this.#disabled += 1;
        this.#jobs.set(fresh.jobKey, (this.#jobs.get(fresh.jobKey) ?? 0) + 1);
        for (const watcher of this.#watchers) watcher.put(fresh);
      },
      remove: (id) => {
        if (this.#drop(id)) for (const watcher of this.#watchers) watcher.remove(id);
      },
      clear: () => this.#clear(),
    });
  }

  /** Whether the rows were read, so that an update is cheap. */
  get isRead(): boolean {
    return this.#reader.isRead;
  }

  get byId(): ReadonlyMap<string, KnownSchedule> {
    return this.#byId;
  }

  get damaged(): ReadonlySet<string> {
    return this.#damaged;
  }

  /** Those that have a pause, which may be over. */
  get withPause(): ReadonlySet<string> {
    return this.#withPause;
  }

  get disabledCount(): number {
    return this.#disabled;
  }

  /** How many schedules have another job than these. */
  countOtherJobs(jobKeys: ReadonlySet<string>): number {
    let count = this.#byId.size;
    for (const jobKey of jobKeys) count -= this.#jobs.get(jobKey) ?? 0;
    return count;
  }

  watch(watcher: KnownWatcher): void {
    this.#watchers.push(watcher);
  }

  /** Resolves when everything is as the database has it: one statement while nothing has changed. */
  async update(): Promise<void> {
    this.#keeping?.cancel();
    this.#keeping = this.#clock.setBackgroundTimer(KEPT_MS, () => this.close());
    await this.#reader.update();
  }

  /** Puts another object in the place of the one with its id; its row is the same. */
  replace(one: KnownSchedule): void {
    this.#byId.set(one.id, one);
  }

  /** Forgets everything until the next use. */
  close(): void {
    this.#keeping?.cancel();
    this.#clear();
    this.#reader.forget();
  }

  #drop(id: string): boolean {
    const known = this.#byId.get(id);
    if (known === undefined) return false;
    known.isGone = true;
    this.#byId.delete(id);
    this.#damaged.delete(id);
    this.#withPause.delete(id);
    if (!known.enabled) this.#disabled -= 1;
    const others = (this.#jobs.get(known.jobKey) ?? 1) - 1;
    if (others === 0) this.#jobs.delete(known.jobKey);
    else this.#jobs.set(known.jobKey, others);
    return true;
  }

  #clear(): void {
    for (const one of this.#byId.values()) one.isGone = true;
    this.#byId.clear();
    this.#damaged.clear();
    this.#withPause.clear();
    this.#jobs.clear();
    this.#disabled = 0;
    for (const watcher of this.#watchers) watcher.clear();
  }
}
