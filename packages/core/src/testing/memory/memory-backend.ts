import {
  StoreError,
  withBlackoutWindows,
  type Backend,
  type CalendarStore,
  type ChangeFeed,
  type ChangeRecordStore,
  type Clock,
  type ExecutionStore,
  type FiguresStore,
  type TokenStore,
} from '../../ports/index.ts';
import { numberedIds } from '../numbered-ids.ts';
import { LeaseDesk, type LeaseDeskOptions } from './lease-desk.ts';
import { Lifeline } from './lifeline.ts';
import { createMemoryCalendarStore } from './memory-calendar-store.ts';
import { createMemoryCancelRequestStore } from './memory-cancel-request-store.ts';
import { createMemoryExecutionStore, type MemoryExecutionStore } from './memory-execution-store.ts';
import { createMemoryChangeRecordStore } from './memory-change-record-store.ts';
import { MemoryChangeFeed } from './memory-change-feed.ts';
import { createMemoryFiguresStore } from './memory-figures-store.ts';
import { createMemoryTokenStore } from './memory-token-store.ts';
import { JournalRoom } from './memory-journal.ts';
import { createMemoryLease } from './memory-lease.ts';
import { createMemoryOutputStore } from './memory-output-store.ts';
import { createMemoryOpenLease } from './memory-open-lease.ts';
import { createMemoryRunRequestStore } from './memory-run-request-store.ts';
import { createMemoryRunnerDirectory } from './memory-runner-directory.ts';
import type { RawRow } from './memory-schedule-list.ts';
import { createMemoryScheduleStore, type MemoryScheduleStore } from './memory-schedule-store.ts';
import { createMemorySignal, SignalMedium } from './memory-signal.ts';
import { createMemoryStatsStore, type MemoryStatsStore } from './memory-stats-store.ts';
import { RevisionCounter } from './revision-counter.ts';

/** One process's access to the data: with its own clock, signal, leases and journals. */
export interface MemoryProcess extends Backend {
  /**
   * What `kill -9` does: no timer fires, no promise settles, nothing is released. Other processes can prove its death
   * unless it is `unseen`, as on another host.
   */
  kill(death?: 'seen' | 'unseen'): void;
  /** What SIGSTOP does: its timers wait. */
  freeze(): void;
  /** What SIGCONT does: timers that fell due meanwhile fire now. */
  thaw(): void;
  /** Runs work of this process, such as a job: once the process is dead, the promise never settles. */
  within<T>(work: () => T | PromiseLike<T>): Promise<T>;
}

/** A backend without a database, for tests: it behaves like the SQLite backend and can be made to fail. */
export interface MemoryBackend extends MemoryProcess {
  /** The operations that reached the stores, such as `executions.append`, oldest first. */
  readonly calls: readonly string[];
  /** While true, every store operation throws `store_unavailable`. Lease and journals are not affected. */
  isAway: boolean;
  /** Changes a row like SQL by hand: without rules or a signal. */
  editByHand(id: string, values: Partial<RawRow>): void;
  /**
   * Copies the schedules like a backup, restores them, or recreates the tables. The change shows on the files like a
   * write.
   */
  readonly tables: Pick<MemoryScheduleStore, 'copy' | 'putBack' | 'startAgain'>;
  /** Every execution with its texts, newest first. */
  records: MemoryExecutionStore['all'];
  /** The stored counters of a schedule. */
  totals: MemoryStatsStore['totals'];
  /** From now on no hints arrive. */
  cutSignal(): void;
  /** Takes the lease from its holder and notifies it; the next one waits until its reservation has passed. */
  revokeLease(reason: string): void;
  /** The desk that all leases compete at. */
  readonly leaseDesk: LeaseDesk;
  /** The place of all journals. */
  readonly journalRoom: JournalRoom;
  /** Another process's access to the same data. */
  secondProcess(): MemoryProcess;
}

export function createMemoryBackend(clock: Clock, leases?: LeaseDeskOptions): MemoryBackend {
  const revision = new RevisionCounter();
  const medium = new SignalMedium();
  const watching = new SignalMedium();
  const changes = new MemoryChangeFeed();
  const desk = new LeaseDesk(clock, leases);
  const room = new JournalRoom();
  const figures = createMemoryFiguresStore();
  const sums = createMemoryStatsStore(figures);
  const changeId = numberedIds('change');
  const record = createMemoryChangeRecordStore(clock, changeId);
  const rows = createMemoryScheduleStore({
    clock,
    newId: numberedIds('schedule'),
    changeId,
    record: record.put,
    revision,
    instantsOf: sums.instants,
    lastRunAtOf: sums.lastRunAt,
  });
  const records = createMemoryExecutionStore();
  const calls: string[] = [];
  let isAway = false;

  const watched = <T extends object>(name: string, store: T, writes: readonly (keyof T)[] = []): T =>
    watch(store, {
      before: (method) => {
        calls.push(`${name}.${method}`);
        if (isAway) throw new StoreError('store_unavailable', 'the database does not answer');
      },
      after: (method, result) => {
        if ((writes as readonly string[]).includes(method) && result !== null) {
          medium.send();
          changes.changed('schedules');
        }
        if (`${name}.${method}` === 'output.watch') watching.send();
        if (`${name}.${method}` === 'output.write') changes.changed('output');
        if (RECORDED.has(`${name}.${method}`)) changes.changed('executions');
      },
    });

  const schedules = watched('schedules', rows, [
    'create',
    'createFromCode',
    'change',
    'remove',
    'edit',
    'beginHistory',
  ]);
  const calendar = watched<CalendarStore>('calendar', createMemoryCalendarStore(revision, rows, clock), [
    'putBlackout',
    'removeBlackout',
    'stopFiring',
    'resumeFiring',
  ]);
  const stores = {
    schedules: withBlackoutWindows(schedules, calendar),
    calendar,
    executions: watched<ExecutionStore>('executions', records),
    runRequests: watched('runRequests', createMemoryRunRequestStore(revision, clock), ['add', 'addOnce']),
    cancelRequests: watched('cancelRequests', createMemoryCancelRequestStore(revision), ['add']),
    stats: watched('stats', sums),
    figures: watched<FiguresStore>('figures', figures),
    tokens: watched<TokenStore>('tokens', createMemoryTokenStore()),
    output: watched('output', createMemoryOutputStore(clock)),
    changeRecords: watched<ChangeRecordStore>('changeRecords', record),
    runners: createMemoryRunnerDirectory(clock, () => changes.changed('runners')),
  };

  return {
    ...openProcess({ clock, medium, watching, changes, desk, room, stores }),
    calls,
    get isAway() {
      return isAway;
    },
    set isAway(value) {
      isAway = value;
    },
    editByHand: rows.editByHand,
    tables: {
      copy: rows.copy,
      putBack: (copy) => {
        rows.putBack(copy);
        medium.send();
      },
      startAgain: () => {
        rows.startAgain();
        medium.send();
      },
    },
    records: records.all,
    totals: sums.totals,
    cutSignal: () => {
      medium.cut();
      watching.cut();
    },
    revokeLease: (reason) => desk.revoke(reason),
    leaseDesk: desk,
    journalRoom: room,
    secondProcess: () => openProcess({ clock, medium, watching, changes, desk, room, stores }),
  };
}

/** What a feed of changes calls executions. */
const RECORDED: ReadonlySet<string> = new Set(['executions.append', 'executions.deleteWhere', 'stats.add']);

interface Shared {
  readonly clock: Clock;
  readonly medium: SignalMedium;
  readonly watching: SignalMedium;
  readonly changes: ChangeFeed;
  readonly desk: LeaseDesk;
  readonly room: JournalRoom;
  readonly stores: Pick<
    Backend,
    | 'schedules'
    | 'executions'
    | 'runRequests'
    | 'cancelRequests'
    | 'stats'
    | 'figures'
    | 'tokens'
    | 'calendar'
    | 'output'
    | 'changeRecords'
    | 'runners'
  >;
}

function openProcess({ clock, medium, watching, changes, desk, room, stores }: Shared): MemoryProcess {
  const line = new Lifeline();
  const ownClock = line.clock(clock);
  const shelf = room.shelf(() => line.isCut);
  const runnerIds = new Set<string>();
  return {
    schedules: line.promises(stores.schedules),
    executions: line.promises(stores.executions),
    runRequests: line.promises(stores.runRequests),
    cancelRequests: line.promises(stores.cancelRequests),
    stats: line.promises(stores.stats),
    figures: line.promises(stores.figures),
    tokens: line.promises(stores.tokens),
    calendar: line.promises(stores.calendar),
    output: line.promises(stores.output),
    changeRecords: line.promises(stores.changeRecords),
    runners: {
      open: (runnerId) => line.promise(async () => line.promises(await stores.runners.open(runnerId))),
      list: () => line.promise(() => stores.runners.list()),
      remove: (runnerId) => line.promise(() => stores.runners.remove(runnerId)),
    },
    signal: createMemorySignal(medium, ownClock),
    watches: { ...createMemorySignal(watching, ownClock), reachesAllHosts: true },
    changes,
    journals: {
      ...line.promises(shelf),
      open: (runnerId) => {
        runnerIds.add(runnerId);
        return line.promise(() => shelf.open(runnerId));
      },
    },
    clock: ownClock,
    createLease: (runnerId, kind) => {
      runnerIds.add(runnerId);
      const deps = { desk, clock: ownClock, runnerId };
      return kind === 'locking' ? createMemoryLease(deps) : createMemoryOpenLease(deps);
    },
    peekTenure: (kind) => line.promise(() => desk.peek(kind)),
    close: () => Promise.resolve(),
    kill: (death = 'seen') => {
      line.cut();
      if (death === 'unseen') return;
      for (const runnerId of runnerIds) {
        desk.markDead(runnerId);
        room.markDead(runnerId);
      }
    },
    freeze: () => line.freeze(),
    thaw: () => line.thaw(),
    within: (work) => line.promise(work),
  };
}

interface Watcher {
  readonly before: (method: string) => void;
  readonly after: (method: string, result: unknown) => void;
}

/** Wraps all operations of a store. All return promises, so an error is a rejection. */
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
