import { typicalMs } from '@zenpulse/core/domain';
import type { Clock, FiguresStore } from '@zenpulse/core/ports';
import { inSlices, sortedInSlices } from './in-slices.ts';
import { comparedBy, type KnownSchedule } from './known-schedule.ts';
import type { NextRuns } from './next-runs.ts';
import type { KnownOrder } from './page-in-order.ts';

/** So many rings are read and worked out in a few milliseconds. */
const PAGE = 50;
/** Usual durations change slowly; while they are read anew, the older ones serve. */
const KEPT_MS = 300_000;

export interface TypicalOrderDeps {
  readonly figures: Pick<FiguresStore, 'recentOf'>;
  readonly nextRuns: Pick<NextRuns, 'inOrder' | 'changes'>;
  readonly clock: Clock;
}

/** All schedules in the order of their usual durations, which follow from the newest runs of each. */
export class TypicalOrder {
  readonly #deps: TypicalOrderDeps;
  #typical: { readonly at: number; readonly of: ReadonlyMap<string, number> } | null = null;
  #reading: Promise<void> | null = null;
  #order: { readonly typical: object; readonly changes: number; readonly order: KnownOrder } | null = null;

  constructor(deps: TypicalOrderDeps) {
    this.#deps = deps;
  }

  async inOrder(): Promise<KnownOrder> {
    const { nextRuns, clock } = this.#deps;
    const all = await nextRuns.inOrder();
    const { changes } = nextRuns;
    const age = this.#typical === null ? Infinity : clock.monotonic() - this.#typical.at;
    if (age >= KEPT_MS) {
      this.#reading ??= this.#read(all).finally(() => {
        this.#reading = null;
      });
    }
    if (this.#typical === null) await this.#reading;
    else this.#reading?.catch(() => undefined); // the next one tries again
    const typical = this.#typical ?? { of: new Map<string, number>() };
    if (this.#order?.typical === typical && this.#order.changes === changes) return this.#order.order;
    const valueOf = ({ id }: KnownSchedule) => typical.of.get(id) ?? null;
    const order = { schedules: await sortedInSlices(all, clock, comparedBy(valueOf)), valueOf };
    this.#order = { typical, changes, order };
    return order;
  }

  async #read(all: readonly KnownSchedule[]): Promise<void> {
    const { figures, clock } = this.#deps;
    const found = new Map<string, number>();
    for (let start = 0; start < all.length; start += PAGE) {
      const ids = all.slice(start, start + PAGE).map(({ id }) => id);
      await inSlices(await figures.recentOf(ids), clock, ([id, recent]) => {
        const typical = typicalMs(recent);
        if (typical !== null) found.set(id, typical);
      });
    }
    this.#typical = { at: clock.monotonic(), of: found };
  }
}
