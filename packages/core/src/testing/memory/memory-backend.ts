import { StoreError, type Backend, type Clock } from '../../ports/index.ts';
import { numberedIds } from '../numbered-ids.ts';
import { createMemoryExecutionStore } from './memory-execution-store.ts';
import { createMemoryLease, LeaseDesk } from './memory-lease.ts';
import { createMemoryRunRequestStore } from './memory-run-request-store.ts';
import { createMemoryRunnerDirectory } from './memory-runner-directory.ts';
import { createMemoryScheduleStore, type RawRow } from './memory-schedule-store.ts';
import { createMemorySignal, SignalMedium } from './memory-signal.ts';
import { createMemoryStatsStore, type MemoryStatsStore } from './memory-stats-store.ts';
import { RevisionCounter } from './revision-counter.ts';

/** A backend without a database, for tests: it behaves as the SQLite one and may be broken on purpose. */
export interface MemoryBackend extends Backend {
  /** The operations that reached the stores, such as `executions.append`, oldest first. */
  readonly calls: readonly string[];
  /** While true, every operation of a store throws `store_unavailable`. */
  isAway: boolean;
  /** Changes a row as SQL by hand does: no rule, no signal. */
  editByHand(id: string, values: Partial<RawRow>): void;
  /** The counters of a schedule as they were written. */
  totals: MemoryStatsStore['totals'];
  /** From now on no hint arrives. */
  cutSignal(): void;
  /** Takes the lease from its holder. */
  revokeLease(reason: string): void;
  /** The same data through another process's eyes: its own signal and leases. */
  secondProcess(): Backend;
}

export function createMemoryBackend(clock: Clock): MemoryBackend {
  const revision = new RevisionCounter();
  const medium = new SignalMedium();
  const desk = new LeaseDesk();
  const rows = createMemoryScheduleStore({ clock, newId: numberedIds('schedule'), revision });
  const sums = createMemoryStatsStore();
  const calls: string[] = [];
  let isAway = false;

  const watched = <T extends object>(name: string, store: T, writes: readonly (keyof T)[] = []): T =>
    watch(store, {
      before: (method) => {
        calls.push(`${name}.${method}`);
        if (isAway) throw new StoreError('store_unavailable', 'the database does not answer');
      },
      after: (method, result) => {
        if ((writes as readonly string[]).includes(method) && result !== null) medium.send();
      },
    });

  const schedules = watched('schedules', rows, ['create', 'createFromCode', 'change', 'remove']);
  const stores = {
    schedules,
    executions: watched('executions', createMemoryExecutionStore()),
    runRequests: watched('runRequests', createMemoryRunRequestStore(revision), ['add']),
    stats: watched('stats', sums),
    runners: createMemoryRunnerDirectory(clock),
  };
  const process = (): Backend => ({
    ...stores,
    signal: createMemorySignal(medium, clock),
    createLease: () => createMemoryLease(desk, clock),
    close: () => Promise.resolve(),
  });

  return {
    ...process(),
    calls,
    get isAway() {
      return isAway;
    },
    set isAway(value) {
      isAway = value;
    },
    editByHand: rows.editByHand,
    totals: sums.totals,
    cutSignal: () => medium.cut(),
    revokeLease: (reason) => desk.revoke(reason),
    secondProcess: process,
  };
}

interface Watcher {
  readonly before: (method: string) => void;
  readonly after: (method: string, result: unknown) => void;
}

/** The store with every operation watched. All of them return promises, so a refusal is a rejection. */
function watch<T extends object>(store: T, { before, after }: Watcher): T {
  return new Proxy(store, {
    get: (target, name, receiver) => {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function') return method;
      return async (...inputs: unknown[]): Promise<unknown> => {
        before(String(name));
        const result: unknown = await Reflect.apply(method, target, inputs);
        after(String(name), result);
        return result;
      };
    },
  });
}
