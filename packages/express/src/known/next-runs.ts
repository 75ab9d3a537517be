import type { Clock } from '@zenpulse/core/ports';
import { inSlices, mergedInSlices, sortedInSlices } from './in-slices.ts';
import { comparedBy, type KnownSchedule } from './known-schedule.ts';
import type { KnownSchedules } from './known-schedules.ts';

export const nextRunOf = ({ nextAt }: KnownSchedule): number | null => nextAt;
const compareByNext = comparedBy(nextRunOf);

export interface NextRunsDeps {
  readonly known: KnownSchedules;
  readonly clock: Clock;
}

/**
 * All schedules in the order of their next runs, which no database can know. Made at the first use and kept by revision;
 * after that the time that passed moves those that were due.
 */
export class NextRuns {
  readonly #deps: NextRunsDeps;
  /** In order, up to what has changed since: `#moved`, and what is gone. */
  #order: readonly KnownSchedule[] = [];
  #moved: KnownSchedule[] = [];
  #mayHaveGone = false;
  /** Raised by each row that was read or is gone. */
  #changes = 0;
  #refreshing: Promise<unknown> = Promise.resolve();

  constructor(deps: NextRunsDeps) {
    this.#deps = deps;
    deps.known.watch({
      put: (one) => {
        this.#moved.push(one);
        this.#mayHaveGone = true; // it may have replaced another
        this.#changes += 1;
      },
      remove: () => {
        this.#mayHaveGone = true;
        this.#changes += 1;
      },
      clear: () => {
        this.#changes += 1;
        [this.#order, this.#moved, this.#mayHaveGone] = [[], [], true]; // an order may be in the making
      },
    });
  }

  /** Another number after rows have changed. */
  get changes(): number {
    return this.#changes;
  }

  /** All schedules by their next run after now, those without one last. */
  inOrder(): Promise<readonly KnownSchedule[]> {
    const refreshed = this.#refreshing.catch(() => undefined).then(() => this.#refresh());
    this.#refreshing = refreshed;
    return refreshed;
  }

  async #refresh(): Promise<readonly KnownSchedule[]> {
    const { known, clock } = this.#deps;
    await known.update();
    const now = clock.now();
    const passed = countOfPassed(this.#order, now);
    const due = [...this.#moved, ...this.#order.slice(0, passed)].filter(({ isGone }) => !isGone);
    if (due.length === 0 && !this.#mayHaveGone) return this.#order;
    const moved: KnownSchedule[] = [];
    let rest = passed === 0 ? this.#order : this.#order.slice(passed);
    if (this.#mayHaveGone) rest = rest.filter(({ isGone }) => !isGone);
    [this.#moved, this.#mayHaveGone] = [[], false];
    await inSlices(due, clock, (one) => {
      const fresh = { ...one, nextAt: one.due?.trigger.next(now) ?? null }; // a list that was given out stays in order
      if (!one.isGone) known.replace(fresh);
      moved.push(fresh);
    });
    this.#order = await mergedInSlices(
      rest,
      await sortedInSlices(moved, clock, compareByNext),
      clock,
      compareByNext,
    );
    return this.#order;
  }
}

/** They come first, and few have passed since the last look. */
function countOfPassed(order: readonly KnownSchedule[], now: number): number {
  let count = 0;
  while ((order[count]?.nextAt ?? Infinity) <= now) count += 1;
  return count;
}
