import type {
  CalendarStore,
  CancelRequestStore,
  RunRequestStore,
  ScheduleStore,
  Signal,
} from '@zenpulse/core/ports';

/** Wraps a schedule store so that every write sends a signal. Stores are only exported with this wrapper. */
export function signallingSchedules(store: ScheduleStore, signal: Signal): ScheduleStore {
  return {
    readRevision: () => store.readRevision(),
    readChanges: (since) => store.readChanges(since),
    hasHad: (pair) => store.hasHad(pair),
    beginHistory: () => thenSignal(signal, store.beginHistory()),
    list: (query) => store.list(query),
    countEach: (tests) => store.countEach(tests),
    idsOf: (test, after, limit) => store.idsOf(test, after, limit),
    get: (id) => store.get(id),
    revisionOf: (id) => store.revisionOf(id),
    findByJobs: (jobKeys) => store.findByJobs(jobKeys),
    create: (fields, author) => thenSignal(signal, store.create(fields, author)),
    createFromCode: async (fields) => {
      const created = await store.createFromCode(fields);
      if (created !== null) signal.send();
      return created;
    },
    change: (id, version, validate, author) =>
      thenSignal(signal, store.change(id, version, validate, author)),
    reanchor: async (id, version) => {
      const changed = await store.reanchor(id, version);
      if (changed !== null) signal.send();
      return changed;
    },
    remove: (id, author) => thenSignal(signal, store.remove(id, author)),
    edit: async (ids, decide, author) => {
      const edited = await store.edit(ids, decide, author);
      if (edited.length > 0) signal.send();
      return edited;
    },
  };
}

/** Run requests: a new one sends a signal. */
export function signallingRunRequests(store: RunRequestStore, signal: Signal): RunRequestStore {
  return {
    add: (request) => thenSignal(signal, store.add(request)),
    addOnce: (request, key) => thenSignal(signal, store.addOnce(request, key)),
    claim: (runnerId) => store.claim(runnerId),
    expired: (before) => store.expired(before),
    claimed: () => store.claimed(),
    forget: (ids) => store.forget(ids),
  };
}

/** Cancel requests: a new one sends a signal. */
export function signallingCancelRequests(store: CancelRequestStore, signal: Signal): CancelRequestStore {
  return {
    add: (request) => thenSignal(signal, store.add(request)),
    list: () => store.list(),
    forget: (runIds) => store.forget(runIds),
  };
}

/** Blackout windows and the switch: every write sends a signal. */
export function signallingCalendar(store: CalendarStore, signal: Signal): CalendarStore {
  return {
    blackouts: () => store.blackouts(),
    putBlackout: (window) => thenSignal(signal, store.putBlackout(window)),
    removeBlackout: (name) => thenSignal(signal, store.removeBlackout(name)),
    readSwitch: () => store.readSwitch(),
    stopFiring: (why) => thenSignal(signal, store.stopFiring(why)),
    resumeFiring: () => thenSignal(signal, store.resumeFiring()),
  };
}

async function thenSignal<T>(signal: Signal, write: Promise<T>): Promise<T> {
  const result = await write;
  signal.send();
  return result;
}
