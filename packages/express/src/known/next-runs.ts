import type { Clock, ScheduleStore, Timer } from '@zenpulse/core/ports';
import { inSlices, mergedInSlices, sortedInSlices } from './in-slices.ts';
import { comparedBy, knownSchedule, type KnownSchedule } from './known-schedule.ts';
import { ScheduleReader } from './schedule-reader.ts';

/** Some hundred bytes a schedule, kept so long after they were last used. */
const KEPT_MS = 600_000;

export const nextRunOf = ({ nextAt }: KnownSchedule): number | null => nextAt;
const compareByNext = comparedBy(nextRunOf);

export interface NextRunsDeps {
  readonly schedules: ScheduleStore;
  readonly clock: Clock;
}

/**
 * All schedules in the order of their next runs, which no database can know. Made at the first use and kept by revision;
 * after that the time that passed moves those that were due.
 */
export class NextRuns {
  readonly #deps: NextRunsDeps;
  readonly #reader: ScheduleReader;
  readonly #known = new Map<string, KnownSchedule>();
  /** In order, up to what has changed since: `#moved`, and what is gone. */
  #order: readonly KnownSchedule[] = [];
  #moved: KnownSchedule[] = [];
  #mayHaveGone = false;
  /** Raised by each row that was read or is gone. */
  #changes = 0;
  #refreshing: Promise<unknown> = Promise.resolve();
  #keeping: Timer | null = null;

  constructor(deps: NextRunsDeps) {
    this.#deps = deps;
    this.#reader = new ScheduleReader(deps.schedules, {
      put: (row) => {
        const fresh = knownSchedule(row);
        this.#drop(fresh.id);
        this.#known.set(fresh.id, fresh);
        this.#moved.push(fresh);
        this.#changes += 1;
      },
      remove: (id) => this.#drop(id),
      clear: () => this.#clear(),
    });
  }

  /** Another number after rows have changed. */
  get changes(): number {
    return this.#changes;
  }

  /** All schedules by their next run after now, those without one last. */
  inOrder(): Promise<readonly KnownSchedule[]> {
    this.#keep();
    const refreshed = this.#refreshing.catch(() => undefined).then(() => this.#refresh());
    this.#refreshing = refreshed;
    return refreshed;
  }

  /** Forgets everything until the next use. */
  close(): void {
    this.#keeping?.cancel();
    this.#clear();
    this.#reader.forget();
  }

  async #refresh(): Promise<readonly KnownSchedule[]> {
    await this.#reader.update();
    const { clock } = this.#deps;
    const now = clock.now();
    const passed = countOfPassed(this.#order, now);
    const due = [...this.#moved, ...this.#order.slice(0, passed)].filter(({ isGone }) => !isGone);
    const moved: KnownSchedule[] = [];
    let rest = passed === 0 ? this.#order : this.#order.slice(passed);
    if (this.#mayHaveGone) rest = rest.filter(({ isGone }) => !isGone);
    await inSlices(due, clock, (one) => {
      const fresh = { ...one, nextAt: one.due?.trigger.next(now) ?? null }; // a list that was given out stays in order
      this.#known.set(one.id, fresh);
      moved.push(fresh);
    });
    this.#order = await mergedInSlices(
      rest,
      await sortedInSlices(moved, clock, compareByNext),
      clock,
      compareByNext,
    );
    [this.#moved, this.#mayHaveGone] = [[], false];
    return this.#order;
  }

  #drop(id: string): void {
    const known = this.#known.get(id);
    if (known === undefined) return;
    known.isGone = true;
    this.#changes += 1;
    this.#known.delete(id);
    this.#mayHaveGone = true;
  }

  #clear(): void {
    this.#changes += 1;
    this.#known.clear();
    [this.#order, this.#moved, this.#mayHaveGone] = [[], [], false];
  }

  #keep(): void {
    this.#keeping?.cancel();
    this.#keeping = this.#deps.clock.setBackgroundTimer(KEPT_MS, () => this.close());
  }
}

/** They come first, and few have passed since the last look. */
function countOfPassed(order: readonly KnownSchedule[], now: number): number {
  let count = 0;
  while ((order[count]?.nextAt ?? Infinity) <= now) count += 1;
  return count;
}
