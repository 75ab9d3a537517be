import type { FiguresDelta, StoredSchedule } from '../../domain/index.ts';
import {
  errorFields,
  type Clock,
  type ExecutionStore,
  type FiguresStore,
  type Logger,
  type StatsStore,
} from '../../ports/index.ts';
import { figuresOfRecords } from './figures-of-records.ts';

const HOUR_MS = 3_600_000;
/** Seven days back. */
const HOURS = 168;
/** What is older than so many executions is left out. */
const MOST_EXECUTIONS = 1_000_000;
const PAGE = 500;
const RETRY_AFTER_MS = 60_000;

export interface FiguresFillDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly executions: Pick<ExecutionStore, 'list' | 'get'>;
  readonly figures: Pick<FiguresStore, 'filled'>;
  readonly stats: Pick<StatsStore, 'add'>;
  readonly scheduleOf: (id: string) => StoredSchedule | undefined;
  readonly isActive: () => boolean;
  /** When this runner began to fire. */
  readonly resumedAt: () => number;
}

/**
 * Fills the figures of a database of an earlier release from its executions, once: seven days back from the first active
 * runner of this release, an hour a step, the newest first. The store notes each step with what it adds, so that another
 * runner continues.
 */
export class FiguresFill {
  readonly #deps: FiguresFillDeps;
  #fill: { readonly since: number; readonly hours: number } | null = null;
  #isDone = false;
  #read = 0;
  /** Occurrences of which the newest attempt was in the step before. */
  #carried: ReadonlySet<string> = new Set();
  #notBefore = 0;
  #stepping: Promise<void> | null = null;

  constructor(deps: FiguresFillDeps) {
    this.#deps = deps;
  }

  /** To be called each second. */
  look(): void {
    const { clock, isActive } = this.#deps;
    if (!isActive()) this.#fill = null;
    else if (!this.#isDone && this.#stepping === null && clock.monotonic() >= this.#notBefore)
      this.#stepping = this.#try().finally(() => (this.#stepping = null));
  }

  /** Resolves when the current step has ended. */
  async stop(): Promise<void> {
    this.#isDone = true;
    await this.#stepping;
  }

  async #try(): Promise<void> {
    const { clock, logger } = this.#deps;
    try {
      await this.#step();
    } catch (error) {
      this.#fill = null;
      this.#notBefore = clock.monotonic() + RETRY_AFTER_MS;
      logger.warn(
        errorFields(error),
        'Figures could not be filled in from executions; trying again in a minute',
      );
    }
  }

  async #step(): Promise<void> {
    const { executions, figures, resumedAt } = this.#deps;
    this.#fill ??= (await figures.filled()) ?? { since: resumedAt(), hours: 0 };
    const { since, hours } = this.#fill;
    if (hours >= HOURS) {
      this.#isDone = true;
      return;
    }
    const to = since - hours * HOUR_MS;
    const [newest] = (await executions.list({ to }, { limit: 1 })).items;
    const skipped = newest === undefined ? HOURS : Math.floor((to - 1 - newest.runTime) / HOUR_MS);
    const hour = hours + skipped;
    if (hour >= HOURS || this.#read >= MOST_EXECUTIONS) await this.#add({ since, hours }, HOURS, null);
    else await this.#add({ since, hours }, hour + 1, await this.#figuresOf(since, hour));
  }

  async #figuresOf(since: number, hour: number): Promise<FiguresDelta> {
    const { executions, scheduleOf } = this.#deps;
    const bounds = { from: since - (hour + 1) * HOUR_MS, to: since - hour * HOUR_MS };
    const found = figuresOfRecords({
      carried: this.#carried,
      // Of what a runner left this one has counted the end.
      takesGuesses: hour > 0,
      hasAllRecords: (id) => {
        const row = scheduleOf(id);
        return row !== undefined && !row.isDamaged && row.schedule.logPolicy === 'all';
      },
      get: (id) => executions.get(id),
    });
    let after;
    do {
      const page = await executions.list(bounds, { limit: PAGE, after });
      for (const record of page.items) await found.take(record);
      this.#read += page.items.length;
      after = page.next ?? undefined;
    } while (after !== undefined);
    this.#carried = found.carried;
    return found.delta();
  }

  /** Notes the step in the store, in the transaction that adds its figures. */
  async #add(
    { since, hours }: { since: number; hours: number },
    until: number,
    found: FiguresDelta | null,
  ): Promise<void> {
    const step = { kind: 'filled', at: since, scheduleId: '', outcome: 'success', bin: -1 } as const;
    const note = { ...step, count: until - hours };
    await this.#deps.stats.add(
      [],
      { writer: 'filled in', number: until + 1 },
      {
        recent: found?.recent ?? [],
        rollup: [...(found?.rollup ?? []), note],
        errors: found?.errors ?? [],
      },
    );
    this.#fill = { since, hours: until };
  }
}
