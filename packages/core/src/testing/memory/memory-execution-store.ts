import { caselessMatcher, summaryOf, type Execution, type OccurrenceRecord } from '../../domain/index.ts';
import {
  EXECUTIONS_COUNTED,
  EXECUTIONS_SEARCHED,
  type ExecutionCursor,
  type ExecutionFilter,
  type ExecutionStore,
} from '../../ports/index.ts';
import { compareKeys } from './order.ts';

/** `all`: every record with its texts, newest first. */
export interface MemoryExecutionStore extends ExecutionStore {
  all(): readonly Execution[];
}

export function createMemoryExecutionStore(): MemoryExecutionStore {
  const rows = new Map<string, Execution>();
  const idsByOccurrence = new Map<string, string>();

  /** There is one row per occurrence and attempt; a run by hand is identified by its id alone. */
  const sameRun = (execution: Execution): Execution | undefined =>
    rows.get(idsByOccurrence.get(occurrenceOf(execution)) ?? execution.id) ?? rows.get(execution.id);

  const drop = (execution: Execution): void => {
    rows.delete(execution.id);
    idsByOccurrence.delete(occurrenceOf(execution));
  };

  const append = (execution: Execution): void => {
    const known = sameRun(execution);
    if (known !== undefined && !(isProvisional(known) && isReal(execution))) return;
    if (known !== undefined) drop(known);
    rows.set(execution.id, { ...execution });
    if (execution.origin !== 'manual') idsByOccurrence.set(occurrenceOf(execution), execution.id);
  };

  const sorted = (cursorOf: (row: Execution) => ExecutionCursor) =>
    [...rows.values()].sort((a, b) => compareKeys(keyOf(cursorOf(b)), keyOf(cursorOf(a))));
  const matching = (filter: ExecutionFilter) => [...rows.values()].filter(matcherOf(filter));

  return {
    append: async (executions) => executions.forEach(append),
    list: async (filter, { after, limit }) => {
      const cursorOf = cursorFor(filter);
      const { search: _, ...indexed } = filter;
      const rest = sorted(cursorOf)
        .filter(matcherOf(indexed))
        .filter((row) => after === undefined || compareKeys(keyOf(cursorOf(row)), keyOf(after)) < 0);
      const searched = filter.search ? rest.slice(0, EXECUTIONS_SEARCHED) : rest;
      const found = searched.filter(matcherOf(filter));
      const items = found.slice(0, limit).map(summaryOf);
      const last = found.length > limit ? found[limit - 1] : undefined;
      if (last !== undefined) return { items, next: cursorOf(last), searchedBackTo: null };
      const stop = rest.length > searched.length ? searched.at(-1) : undefined;
      const next = stop === undefined ? null : cursorOf(stop);
      return { items, next, searchedBackTo: next?.at ?? null };
    },
    get: async (id) => {
      const row = rows.get(id);
      return row === undefined ? null : { ...row };
    },
    occurrences: async (scheduleId, from, limit) =>
      matching({ scheduleId, scheduledFrom: from })
        .sort((a, b) => a.scheduledAt - b.scheduledAt || a.attempt - b.attempt)
        .slice(0, limit)
        .map(occurrenceRecord),
    count: async (filter, atMost = EXECUTIONS_COUNTED) => {
      const found = matching(filter).length;
      return { count: Math.min(found, atMost), isExact: found <= atMost };
    },
    deleteWhere: async (filter, options) => {
      const gone = options?.signal?.aborted === true ? [] : matching(filter);
      gone.forEach(drop);
      return gone.length;
    },
    upkeep: async () => undefined,
    all: () => sorted(({ runTime, id }) => ({ at: runTime, id })).map((row) => ({ ...row })),
  };
}

function occurrenceOf({ origin, id, scheduleId, scheduledAt, attempt }: Execution): string {
  return JSON.stringify(origin === 'manual' ? [id] : [scheduleId, scheduledAt, attempt]);
}

function isProvisional({ status, reason }: Execution): boolean {
  return status === 'interrupted' || (status === 'missed' && String(reason) === 'ambiguous');
}

function isReal({ status }: Execution): boolean {
  return status === 'success' || status === 'fail' || status === 'timeout';
}

function occurrenceRecord(row: Execution): OccurrenceRecord {
  const { id, status, scheduledAt, runTime, durationMs, attempt, origin, reason, coalescedCount, heldBy } =
    row;
  return { id, status, scheduledAt, runTime, durationMs, attempt, origin, reason, coalescedCount, heldBy };
}

function matcherOf(filter: ExecutionFilter): (row: Execution) => boolean {
  const { jobKey, scheduleId, status, from, to, search } = filter;
  const isFound = search ? caselessMatcher(search) : undefined;
  return (row) =>
    isOfOccurrence(row, filter) &&
    (jobKey === undefined || row.jobKey === jobKey) &&
    (scheduleId === undefined || row.scheduleId === scheduleId) &&
    (status === undefined || status.includes(row.status)) &&
    (from === undefined || row.runTime >= from) &&
    (to === undefined || row.runTime < to) &&
    (isFound === undefined ||
      [row.jobKey, row.exceptionType, row.exceptionMessage].some((text) => text !== null && isFound(text)));
}

function isOfOccurrence(row: Execution, { scheduledFrom, scheduledTo }: ExecutionFilter): boolean {
  if (scheduledFrom === undefined && scheduledTo === undefined) return true;
  const { origin, scheduledAt } = row;
  return (
    origin !== 'manual' &&
    scheduledAt >= (scheduledFrom ?? -Infinity) &&
    scheduledAt < (scheduledTo ?? Infinity)
  );
}

/** The value that the list is sorted by. */
function cursorFor({ scheduledFrom, scheduledTo }: ExecutionFilter): (row: Execution) => ExecutionCursor {
  return scheduledFrom === undefined && scheduledTo === undefined
    ? ({ runTime, id }) => ({ at: runTime, id })
    : ({ scheduledAt, id }) => ({ at: scheduledAt, id });
}

function keyOf({ at, id }: ExecutionCursor) {
  return { value: at, id };
}
