import { hasFailedLast, hasMissed, hasRun, NO_RUN_INSTANTS, type RunInstants } from '@zenpulse/core/domain';
import type { Clock, CountedTest, ScheduleStore, StatsStore } from '@zenpulse/core/ports';
import { inTime } from './in-time.ts';
import type { KnownSchedules } from './known-schedules.ts';

export type CountedSets = Readonly<Record<CountedTest, ReadonlySet<string>>>;

/** So many ids are read at once. */
const IDS_AT_ONCE = 2_000;
/** The counters of so many changed schedules are read one by one; of more, all again. */
const MOST_CHANGED = 1_000;
/** Of fewer schedules than these the counters are read in a few milliseconds, and everybody waits for the new ones. */
const MANY = 5_000;
/** Of more, who asks waits so long, and gets the older ones after that: who asks next gets the new ones. */
const WITHIN_MS = 20;
/** Older ones than these are not given. */
const KEPT_MS = 60_000;

const TESTS: Readonly<Record<CountedTest, (instants: RunInstants) => boolean>> = {
  failing: hasFailedLast,
  missed: (instants) => hasMissed(instants, null),
  'never-ran': (instants) => !hasRun(instants),
};
const NAMES = Object.keys(TESTS) as readonly CountedTest[]; // the keys of the record above

export interface CountedIdsDeps {
  readonly schedules: Pick<ScheduleStore, 'idsOf'>;
  readonly stats: Pick<StatsStore, 'appliedBatches' | 'instantsOf'>;
  readonly known: Pick<KnownSchedules, 'watch' | 'byId'>;
  readonly clock: Pick<Clock, 'monotonic' | 'setBackgroundTimer'>;
}

/**
 * Which schedules failed last, have missed something or never ran, by their counters alone. The database looks through all
 * counters for it, so it is asked again only after a batch of counters was applied, once a minute; of a schedule that is
 * new or was changed, only the counters of that one. A schedule that is disabled may be among the failing ones.
 */
export class CountedIds {
  readonly #deps: CountedIdsDeps;
  #sets: Record<CountedTest, Set<string>> | null = null;
  #batches = '';
  #readAt = 0;
  #reading: Promise<void> | null = null;
  /** Whose rows have changed since. */
  readonly #changed = new Set<string>();

  constructor(deps: CountedIdsDeps) {
    this.#deps = deps;
    deps.known.watch({
      put: ({ id }) => {
        if (this.#sets !== null || this.#reading !== null) this.#changed.add(id);
      },
      remove: (id) => this.#changed.add(id),
      clear: () => this.#forget(),
    });
  }

  /** Of the rows as they were at the last update of what is known. */
  async sets(): Promise<CountedSets> {
    const { known, stats, clock } = this.#deps;
    const batches = await stats.appliedBatches();
    const age = clock.monotonic() - this.#readAt;
    if (this.#sets === null || batches !== this.#batches || age >= KEPT_MS) {
      this.#reading ??= this.#readAll(batches).finally(() => {
        this.#reading = null;
      });
      const isNeeded = this.#sets === null || known.byId.size < MANY || age >= 2 * KEPT_MS;
      if (isNeeded) await this.#reading;
      else await inTime(this.#reading, WITHIN_MS, clock);
    }
    await this.#readChanged();
    return this.#sets ?? this.sets(); // cleared meanwhile
  }

  async #readAll(batches: string): Promise<void> {
    this.#changed.clear();
    const sets = { failing: new Set<string>(), missed: new Set<string>(), 'never-ran': new Set<string>() };
    for (const name of NAMES) await this.#readTest(name, sets[name]);
    this.#sets = sets;
    this.#batches = batches;
    this.#readAt = this.#deps.clock.monotonic();
  }

  async #readTest(counted: CountedTest, into: Set<string>): Promise<void> {
    const test = { by: 'counters', counted, judged: [], passing: [] } as const;
    let after: string | null = null;
    do {
      const ids: readonly string[] = await this.#deps.schedules.idsOf(test, after, IDS_AT_ONCE);
      for (const id of ids) into.add(id);
      after = ids.length < IDS_AT_ONCE ? null : (ids.at(-1) ?? null);
    } while (after !== null);
  }

  async #readChanged(): Promise<void> {
    if (this.#changed.size === 0 || this.#sets === null) return;
    const ids = [...this.#changed];
    if (ids.length > MOST_CHANGED) return this.#readAll(this.#batches);
    const sets = this.#sets;
    this.#changed.clear();
    const instants = await this.#deps.stats.instantsOf(ids).catch((error: unknown) => {
      for (const id of ids) this.#changed.add(id);
      throw error;
    });
    for (const id of ids) {
      const own = instants.get(id) ?? NO_RUN_INSTANTS;
      for (const name of NAMES) {
        if (TESTS[name](own)) sets[name].add(id);
        else sets[name].delete(id);
      }
    }
  }

  #forget(): void {
    this.#sets = null;
    this.#changed.clear();
  }
}
