import {
  withBlackoutWindows,
  type Backend,
  type CalendarStore,
  type Lease,
  type LeaseKind,
  type OutputStore,
  type RunnerReport,
  type RunnerSnapshot,
  type ScheduleStore,
  type StatsBatch,
} from '@zenpulse/core/ports';
import { createMemoryLease, createMemoryOpenLease } from '@zenpulse/core/testing';
import type { SimProcess } from './sim-process.ts';
import { createSimSignal } from './sim-signal.ts';
import type { Site } from './site.ts';

export interface Told {
  readonly changes: (revision: number, isStopped?: boolean, resumedBy?: number | null) => void;
}

/** The backend as seen by one process: requests over the network are subject to its faults. */
export function processBackend(site: Site, process: SimProcess, onTold: Told): Backend {
  const { database, variant, plan, desk, revision } = site;
  const remote = <T extends object>(store: T): T =>
    new Proxy(store, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...inputs: unknown[]) => {
          noteWrite(site, process, String(name), inputs);
          return database.request(process, (): unknown => Reflect.apply(method, target, inputs));
        };
      },
    });
  const schedules = remote(site.schedules);
  // On a server the lease is in the database; with files it is separate.
  const reach =
    plan.kind === 'server'
      ? <T>(ask: () => T): Promise<T> => database.request(process, ask)
      : async <T>(ask: () => T): Promise<T> => ask();
  const readRevision = plan.kind === 'server' ? () => revision.pair : undefined;

  const createLease = (runnerId: string, kind: LeaseKind): Lease => {
    const deps = { desk, clock: process.clock, runnerId, reach, ...(readRevision && { readRevision }) };
    const lease = kind === 'locking' ? createMemoryLease(deps) : createMemoryOpenLease(deps);
    return variant.lease(lease, () => process.clock.now());
  };

  return {
    ...(plan.hasCalendar
      ? withCalendar(
          site,
          process,
          watched(schedules, { changes: () => undefined }),
          remote(site.calendar),
          onTold,
        )
      : { schedules: watched(schedules, onTold), calendar: site.calendar }),
    executions: remote(site.executions),
    runRequests: remote(site.runRequests),
    // Its look-ups draw random values, so it is only used with cancels: other seeds stay unchanged.
    cancelRequests: plan.hasCancels ? remote(site.cancelRequests) : site.cancelRequests,
    stats: remote(site.stats),
    // Nothing to fill in, and look-ups would draw random values: other seeds stay unchanged.
    figures: { ...site.figures, filled: async () => ({ since: 0, hours: Infinity }) },
    tokens: site.tokens, // no engine uses them
    output: NOBODY_WATCHES,
    watches: { listen: () => () => undefined, reachesAllHosts: true },
    changeRecords: site.changeRecords,
    signal: createSimSignal(site.signals, process),
    changes: { listen: () => () => undefined }, // no engine listens
    runners: {
      open: async (runnerId) => report(site, runnerId),
      list: async () => [...site.runners.values()],
      remove: async (runnerId) => void site.runners.delete(runnerId),
    },
    journals: variant.journals(site.roomOf(process).shelf(() => process.isDead)),
    clock: process.clock,
    createLease,
    peekTenure: async (kind) => desk.peek(kind),
    close: async () => undefined,
  };
}

const NOBODY_WATCHES: OutputStore = {
  watch: async () => false,
  watched: async () => [],
  write: async () => undefined,
  read: async () => null,
  prune: async () => undefined,
};

const WRITES: ReadonlySet<string> = new Set(['append', 'add', 'forget', 'create', 'change', 'remove']);

function noteWrite(
  { truth, world }: Site,
  process: SimProcess,
  name: string,
  inputs: readonly unknown[],
): void {
  if (!WRITES.has(name)) return;
  const [input, batch] = inputs;
  const isOfAnother = name === 'add' && isBatchOfAnother(process, batch);
  const rows = Array.isArray(input) ? input.length : null;
  truth.writes.push({ process, what: isOfAnother ? 'add for another' : name, rows, at: world.elapsed });
}

/** True for counters that another process left in its journal. */
function isBatchOfAnother({ name }: SimProcess, batch: unknown): boolean {
  return (batch as Partial<StatsBatch> | undefined)?.writer !== name;
}

/** Records what the process has read. */
function watched(schedules: ScheduleStore, onTold: Told): ScheduleStore {
  return {
    ...schedules,
    // The truth derives rules from the operator's edits, so intervals moved by a runner are left to their own tests.
    reanchor: async () => null,
    readChanges: async (since) => {
      const changes = await schedules.readChanges(since);
      onTold.changes(changes.revision);
      return changes;
    },
  };
}

/** What is read counts as known once the switch is read too: the engine applies both then. */
function withCalendar(
  { variant, history }: Site,
  process: SimProcess,
  rows: ScheduleStore,
  calendar: CalendarStore,
  onTold: Told,
): Pick<Backend, 'schedules' | 'calendar'> {
  const schedules = withBlackoutWindows(rows, calendar);
  let revision = 0;
  return {
    schedules: {
      ...schedules,
      readChanges: async (since) => {
        const changes = await schedules.readChanges(since);
        ({ revision } = changes);
        const changed = changes.changed.map((row) =>
          row.isDamaged ? row : { ...row, schedule: variant.schedule(row.schedule, process) },
        );
        return { ...changes, changed };
      },
    },
    calendar: {
      ...calendar,
      readSwitch: async () => {
        const found = await calendar.readSwitch();
        // The switch may be newer than the rows.
        const isStopped = found.stoppedAt !== null;
        onTold.changes(revision, isStopped, isStopped ? null : (history.stops.at(-1)?.endedRevision ?? null));
        return variant.firing(found);
      },
    },
  };
}

/** A report without the copy that the memory directory makes, since it is written each second. */
function report({ runners, world }: Site, runnerId: string): RunnerReport {
  const write = async (snapshot: RunnerSnapshot): Promise<void> => {
    runners.set(runnerId, { ...snapshot, heartbeatAt: world.wallAt, heartbeatEverySeconds: 1 });
  };
  return {
    write,
    heartbeat: async () => {
      const known = runners.get(runnerId);
      if (known !== undefined) await write(known);
    },
  };
}
