import type { ChangeRecord } from '../../domain/index.ts';
import {
  CHANGE_PAGE_CHARACTERS,
  type ChangeFilter,
  type ChangeRecordStore,
  type Clock,
} from '../../ports/index.ts';

export interface MemoryChangeRecordStore extends ChangeRecordStore {
  /** Keeps a change that another store made. */
  put(change: ChangeRecord): void;
}

/** Changes in memory, in the order in which they were made. */
export function createMemoryChangeRecordStore(clock: Clock, newId: () => string): MemoryChangeRecordStore {
  let changes: ChangeRecord[] = [];
  const put = (change: ChangeRecord) => void changes.push(structuredClone(change));
  return {
    put,
    list: async (filter, { after, limit }) => {
      const found = changes
        .filter((change) => passes(change, filter))
        .sort((one, other) => compare(other, one))
        .filter((change) => after === undefined || compare(change, after) < 0);
      const items: ChangeRecord[] = [];
      let left = CHANGE_PAGE_CHARACTERS;
      for (const change of found) {
        left -= JSON.stringify([change.before, change.after]).length;
        if (items.length === limit || (left < 0 && items.length > 0)) break;
        items.push(structuredClone(change));
      }
      const last = items.at(-1);
      const next = items.length < found.length && last !== undefined ? { at: last.at, id: last.id } : null;
      return { items, next };
    },
    get: async (id) => structuredClone(changes.find((change) => change.id === id) ?? null),
    ofBulk: async (bulkId, after, limit) =>
      changes
        .filter((change) => change.bulkId === bulkId && (after === null || change.id > after))
        .sort((one, other) => (one.id < other.id ? -1 : 1))
        .slice(0, limit)
        .map((change) => structuredClone(change)),
    add: async (action, { actor, origin, reason }) => {
      const change: ChangeRecord = {
        scheduleId: null,
        jobKey: null,
        variant: null,
        bulkId: null,
        ...action,
        id: newId(),
        at: clock.now(),
        actor,
        origin,
        reason: reason ?? null,
        before: null,
        revertOf: null,
      };
      put(change);
      return change.id;
    },
    settle: async (id, after) => {
      changes = changes.map((change) => (change.id === id ? { ...change, after } : change));
    },
    prune: async (before) => {
      const kept = changes.filter(({ at }) => at >= before);
      const deleted = changes.length - kept.length;
      changes = kept;
      return deleted;
    },
  };
}

function passes(change: ChangeRecord, { scheduleId, actor, action, from, to }: ChangeFilter): boolean {
  return (
    (scheduleId === undefined || change.scheduleId === scheduleId) &&
    (actor === undefined || change.actor === actor) &&
    (action === undefined || change.action === action) &&
    (from === undefined || change.at >= from) &&
    (to === undefined || change.at < to)
  );
}

function compare(one: { at: number; id: string }, other: { at: number; id: string }): number {
  if (one.at !== other.at) return one.at - other.at;
  return one.id === other.id ? 0 : one.id < other.id ? -1 : 1;
}
