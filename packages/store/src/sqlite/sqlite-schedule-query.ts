import type { ScheduleCursor, ScheduleQuery, ScheduleSort, ScheduleTest } from '@zenpulse/core/ports';
import { COUNTED_TESTS } from '../schedules/counted-tests.ts';
import { raw, sql, type Sql } from '../sql/sql.ts';
import { sqliteContains } from './sqlite-contains.ts';
import { textsIn } from './texts-in.ts';

const SORT_COLUMNS = {
  jobKey: raw('"job_key"'),
  enabled: raw('"enabled"'),
  updatedAt: raw('"updated_at"'),
} as const satisfies Record<ScheduleSort, Sql>;

export function sortColumn(sort: ScheduleSort): Sql {
  return SORT_COLUMNS[sort];
}

/** The filter's conditions on a row; at least one, so that they can be joined. */
export function scheduleConditions(query: ScheduleQuery): Sql[] {
  const { search, enabled, triggerType, logPolicy, test } = query;
  const conditions = [sql`1 = 1`];
  if (search !== undefined && search !== '') {
    conditions.push(sql`(${sqliteContains('"job_key"', search)} OR ${sqliteContains('"variant"', search)})`);
  }
  if (enabled !== undefined) conditions.push(sql`"enabled" = ${enabled ? 1 : 0}`);
  if (triggerType !== undefined) conditions.push(sql`"trigger_type" = ${triggerType}`);
  if (logPolicy !== undefined) conditions.push(sql`"log_policy" = ${logPolicy}`);
  if (test !== undefined) conditions.push(testCondition(test));
  return conditions;
}

export function testCondition(test: ScheduleTest): Sql {
  switch (test.by) {
    case 'disabled':
      return sql`"enabled" = 0`;
    case 'ids':
      return sql`"id" IN (${textsIn(test.ids)})`;
    case 'changed':
      return sql`"row_revision" > ${test.after}`;
    case 'job':
      return sql`"job_key" NOT IN (${textsIn(test.noneOf)})`;
    case 'counters':
      break;
  }
  const { counted, judged, passing } = test;
  const isEnabled = counted === 'failing' ? sql`"enabled" = 1` : sql`1 = 1`;
  const says = sql`(${raw(COUNTED_TESTS[counted])} AND "id" NOT IN (${textsIn(judged)}))`;
  return sql`(${isEnabled} AND (${says} OR "id" IN (${textsIn(passing)})))`;
}

/** The order, made total by the id, and the condition for rows after the cursor. */
export function scheduleOrder({ sort, isDescending, after }: ScheduleQuery) {
  const column = SORT_COLUMNS[sort];
  const direction = raw(isDescending ? 'DESC' : 'ASC');
  const beyond = raw(isDescending ? '<' : '>');
  return {
    orderBy: sql`${column} ${direction}, "id" ${direction}`,
    after:
      after === undefined ? [] : [sql`(${column}, "id") ${beyond} (${valueAt(after, column)}, ${after.id})`],
  };
}

/** A value of another type, which SQL by hand may have stored, is not put into a cursor but read from the row. */
function valueAt({ value, id }: ScheduleCursor, column: Sql): Sql {
  return isPlain(value)
    ? sql`${value}`
    : sql`(SELECT ${column} FROM "zenpulse_schedule_config" WHERE "id" = ${id})`;
}

/** The cursor value for a stored value. */
export function cursorValue(held: unknown): string | number {
  return isPlain(held) ? held : '';
}

/** True for a text or a number (booleans are stored as numbers). */
function isPlain(value: unknown): value is string | number {
  return (typeof value === 'string' && value !== '') || value === 0 || value === 1;
}
