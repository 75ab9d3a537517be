import type { Execution, OccurrenceRecord } from '../../domain/index.ts';
import type { ExecutionFilter, ExecutionStore } from '../../ports/index.ts';
import { asciiLower, compareKeys } from './order.ts';

export function createMemoryExecutionStore(): ExecutionStore {
  const rows = new Map<string, Execution>();
  const idsByOccurrence = new Map<string, string>();

  /** An occurrence has one row an attempt; a run by hand is known by its id alone. */
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

  return {
    append: async (executions) => executions.forEach(append),
    list: async (filter, { after, limit }) => {
      const sorted = [...rows.values()]
        .filter((row) => isMatch(row, filter))
        .sort((a, b) => compareKeys(keyOf(b), keyOf(a)));
      const rest =
        after === undefined
          ? sorted
          : sorted.filter((row) => compareKeys(keyOf(row), { value: after.runTime, id: after.id }) < 0);
      const items = rest.slice(0, limit).map((row) => ({ ...row }));
      const last = rest.length > limit ? items.at(-1) : undefined;
      return { items, next: last === undefined ? null : { runTime: last.runTime, id: last.id } };
    },
    get: async (id) => {
      const row = rows.get(id);
      return row === undefined ? null : { ...row };
    },
    occurrences: async (scheduleId, from, limit) =>
      [...rows.values()]
        .filter((row) => isMatch(row, { scheduleId, scheduledFrom: from }))
        .sort((a, b) => a.scheduledAt - b.scheduledAt || a.attempt - b.attempt)
        .slice(0, limit)
        .map(occurrenceRecord),
    count: async (filter, atMost = Infinity) =>
      Math.min([...rows.values()].filter((row) => isMatch(row, filter)).length, atMost),
    deleteWhere: async (filter) => {
      const gone = [...rows.values()].filter((row) => isMatch(row, filter));
      gone.forEach(drop);
      return gone.length;
    },
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

function isMatch(row: Execution, filter: ExecutionFilter): boolean {
  const { jobKey, scheduleId, status, from, to, search } = filter;
  return (
    isOfOccurrence(row, filter) &&
    (jobKey === undefined || row.jobKey === jobKey) &&
    (scheduleId === undefined || row.scheduleId === scheduleId) &&
    (status === undefined || status.includes(row.status)) &&
    (from === undefined || row.runTime >= from) &&
    (to === undefined || row.runTime < to) &&
    (search === undefined || search === '' || isFound(row, asciiLower(search)))
  );
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

function isFound({ jobKey, exceptionType, exceptionMessage }: Execution, search: string): boolean {
  return [jobKey, exceptionType, exceptionMessage].some(
    (text) => text !== null && asciiLower(text).includes(search),
  );
}

function keyOf({ runTime, id }: Execution) {
  return { value: runTime, id };
}
