import {
  caselessMatcher,
  hasFailedLast,
  hasMissed,
  hasRun,
  readStoredSchedule,
  type RunInstants,
  type Schedule,
} from '../../domain/index.ts';
import type { ScheduleQuery, ScheduleTest } from '../../ports/index.ts';
import { compareKeys, type SortValue } from './order.ts';

/** A row as stored: like SQL by hand, a test may put anything into it. */
export type RawRow = Record<keyof Schedule, unknown>;

interface RowKey {
  readonly value: SortValue;
  readonly id: string;
}

/** The cursor's value for rows that were never counted; they come last, by id. */
const NEVER = '';

/** What a store answers to a list. */
export function listRows(
  rows: readonly RawRow[],
  query: ScheduleQuery,
  lastRunAtOf: (scheduleId: string) => number | null,
) {
  const { sort, after } = query;
  const valueOf = (row: RawRow) =>
    sort === 'lastRunAt' ? (lastRunAtOf(String(row.id)) ?? NEVER) : sortValue(row[sort]);
  const direction = query.isDescending ? -1 : 1;
  const compare = (a: RowKey, b: RowKey): number => {
    if (sort !== 'lastRunAt' || (a.value !== NEVER && b.value !== NEVER))
      return direction * compareKeys(a, b);
    return a.value === b.value ? compareKeys(a, b) : a.value === NEVER ? 1 : -1;
  };
  const matching = rows
    .filter((row) => isMatch(row, query))
    .map((row) => ({ value: valueOf(row), id: String(row.id), row }))
    .sort(compare);
  const rest = after === undefined ? matching : matching.filter((key) => compare(key, after) > 0);
  const page = rest.slice(0, query.limit);
  const last = rest.length > query.limit ? page.at(-1) : undefined;
  return {
    items: page.map(({ row }) => readStoredSchedule(structuredClone(row))),
    total: query.isUncounted === true ? 0 : matching.length,
    next: last === undefined ? null : { value: last.value, id: last.id },
  };
}

function isMatch(row: RawRow, { search, enabled, triggerType, logPolicy }: ScheduleQuery): boolean {
  const contains = caselessMatcher(search ?? '');
  return (
    (contains(String(row.jobKey)) || contains(String(row.variant))) &&
    (enabled === undefined || row.enabled === enabled) &&
    (triggerType === undefined || row.triggerType === triggerType) &&
    (logPolicy === undefined || row.logPolicy === logPolicy)
  );
}

export function passes(
  { values: row, revision }: { readonly values: RawRow; readonly revision: number },
  test: ScheduleTest | null,
  instantsOf: (id: string) => RunInstants,
): boolean {
  const id = String(row.id);
  switch (test?.by) {
    case undefined:
      return true;
    case 'disabled':
      return row.enabled === false;
    case 'paused':
      return Date.parse(String(row.pausedUntil)) > test.at;
    case 'ids':
      return test.ids.includes(id);
    case 'changed':
      return revision > test.after;
    case 'job':
      return !test.noneOf.includes(String(row.jobKey));
    case 'counters':
      break;
  }
  if (test.counted === 'failing' && row.enabled !== true) return false;
  return test.judged.includes(id) ? test.passing.includes(id) : COUNTED[test.counted](instantsOf(id));
}

const COUNTED = {
  failing: hasFailedLast,
  missed: (instants: RunInstants) => hasMissed(instants, null),
  'never-ran': (instants: RunInstants) => !hasRun(instants),
} as const;

function sortValue(value: unknown): SortValue {
  return typeof value === 'string' ? value : Number(value);
}
