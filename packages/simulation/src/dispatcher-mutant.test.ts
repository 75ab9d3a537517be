// @vitest-environment-options { "worker": "of its own, since others must not get the mocked module" }
import { expect, it, vi } from 'vitest';
import type { Schedule } from '@zenpulse/core/domain';
import type { Dispatcher, DispatcherDeps } from '@zenpulse/core/engine/schedules/dispatcher';
import type { Reconciliation } from '@zenpulse/core/engine/schedules/reconcile';
import type { Resumption } from '@zenpulse/core/engine/tenure/recovery';
import { caughtBy } from './simulate-seeds.ts';
import { simulate } from './simulate.ts';

const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1);

/** While true, an edit makes the dispatcher forget what it had decided of the schedule. */
let isForgetful = false;

vi.mock(import('@zenpulse/core/engine/schedules/dispatcher'), async (importOriginal) => {
  const original = await importOriginal();
  return { ...original, Dispatcher: forgetful(original.Dispatcher) };
});

function forgetful(Original: typeof Dispatcher): typeof Dispatcher {
  return class extends Original {
    readonly #deps: DispatcherDeps;
    readonly #rows = new Map<string, Schedule>();
    #resumption: Resumption | null = null;
    /** The one that decides; another one after each edit. */
    #inner: Dispatcher | null = null;

    constructor(deps: DispatcherDeps) {
      super(deps);
      this.#deps = deps;
    }

    override get size() {
      return this.#inner?.size ?? super.size;
    }

    override has(id: string): boolean {
      return this.#inner?.has(id) ?? super.has(id);
    }

    override keys(): Iterable<string> {
      return this.#inner?.keys() ?? super.keys();
    }

    override get processedUntil(): number {
      return this.#inner?.processedUntil ?? super.processedUntil;
    }

    override decidedBeyond(after?: number) {
      return this.#inner?.decidedBeyond(after) ?? super.decidedBeyond(after);
    }

    override resume(resumption: Resumption): void {
      this.#resumption = resumption;
      if (this.#inner === null) super.resume(resumption);
      else this.#inner.resume(resumption);
    }

    override pause(): void {
      this.#resumption = null;
      this.#inner?.pause();
      super.pause();
    }

    override apply({ add, replace, remove }: Reconciliation): void {
      for (const row of [...add, ...replace]) this.#rows.set(row.id, row);
      for (const id of remove) this.#rows.delete(id);
      if (!isForgetful) {
        super.apply({ add, replace, remove });
        return;
      }
      const edited = new Set([...add, ...replace].map(({ id }) => id));
      const decided = [...this.decidedBeyond(0)].filter(([id]) => !edited.has(id));
      const resumption = this.#resumption;
      this.#inner?.pause();
      super.pause();
      this.#inner = new Original(this.#deps);
      this.#inner.apply({ add: [...this.#rows.values()], replace: [], remove: [] });
      if (resumption === null) return;
      this.#resumption = resumption;
      this.#inner.resume({ ...resumption, decidedUntil: new Map(decided) });
    }
  };
}

it(
  'the simulation catches a dispatcher that decides what it had decided before',
  { timeout: 600_000 },
  async () => {
    const live = async (seed: number) => {
      isForgetful = true;
      const report = await simulate(seed);
      isForgetful = false;
      return report;
    };
    const caught = await caughtBy(live, ['starts twice'], SEEDS);
    if (caught !== null) console.log(`forgetful dispatcher: seed ${caught.seed}: ${caught.violation.text}`);
    expect(caught).not.toBeNull();
  },
);
