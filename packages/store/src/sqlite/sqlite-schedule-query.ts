import type { ScheduleCursor, ScheduleQuery, ScheduleSort, ScheduleTest } from '@zenpulse/core/ports';
import { COUNTED_TESTS } from '../schedules/counted-tests.ts';
import { raw, sql, type Sql } from '../sql/sql.ts';
import { sqliteContains } from './sqlite-contains.ts';
import { toSqliteInstant } from './sqlite-instant.ts';
import { textsIn } from './texts-in.ts';

const SCHEDULES = raw('"zenpulse_schedule_config"');

/** A column of a table, and the id that makes the order total. */
interface Sort {
  readonly column: Sql;
  readonly id: Sql;
  readonly from: Sql;
}

const SORTS = {
  jobKey: { column: raw('"job_key"'), id: raw('"id"'), from: SCHEDULES },
  enabled: { column: raw('"enabled"'), id: raw('"id"'), from: SCHEDULES },
  updatedAt: { column: raw('"updated_at"'), id: raw('"id"'), from: SCHEDULES },
  lastRunAt: {
    column: raw('"last_run_time"'),
    id: raw('"schedule_id"'),
    // CROSS: in the order of the counters' index
    from: raw(`"zenpulse_schedule_stats" CROSS JOIN "zenpulse_schedule_config" ON "id" = "schedule_id"`),
  },
} as const satisfies Record<ScheduleSort, Sort>;

/** The cursor's value for schedules that were never counted. */
const NEVER = '';

/** The parts of one statement of a list. */
export interface Selection {
  readonly from: Sql;
  readonly where: readonly Sql[];
  readonly sort: Sql;
  readonly orderBy: Sql;
}

/** The statements whose rows, one after the other, are the list from the cursor on. */
export function selectionsOf(query: ScheduleQuery): Selection[] {
  const { column, from } = fromOf(query);
  const { orderBy, after } = scheduleOrder(query);
  const conditions = scheduleConditions(query);
  const sorted = { from, where: [...conditions, ...after], sort: sql`+${column}`, orderBy };
  if (query.sort !== 'lastRunAt') return [sorted];
  const isBeyond = query.after?.value === NEVER ? [sql`"id" > ${query.after.id}`] : [];
  const neverCounted = {
    from: SCHEDULES,
    where: [
      ...conditions,
      sql`"id" NOT IN (SELECT "schedule_id" FROM "zenpulse_schedule_stats")`,
      ...isBeyond,
    ],
    sort: raw(`'${NEVER}'`),
    orderBy: raw('"id"'),
  };
  return query.after?.value === NEVER ? [neverCounted] : [sorted, neverCounted];
}

/** Of a few rows the counters are looked up by id, not gone through in the order of their index. */
function fromOf({ sort, test }: ScheduleQuery): Sort {
  if (sort !== 'lastRunAt' || test?.by !== 'ids') return SORTS[sort];
  return { ...SORTS.lastRunAt, from: COUNTERS_BY_ID };
}

const COUNTERS_BY_ID = raw(
  `"zenpulse_schedule_config" CROSS JOIN "zenpulse_schedule_stats" ON "schedule_id" = "id"`,
);

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
    case 'paused':
      // julianday: SQL by hand may have written the instant in another form
      return sql`("paused_until" IS NOT NULL AND julianday("paused_until") > julianday(${toSqliteInstant(test.at)}))`;
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
function scheduleOrder({ sort, isDescending, after }: ScheduleQuery) {
  const { column, id } = SORTS[sort];
  const direction = raw(isDescending ? 'DESC' : 'ASC');
  const beyond = raw(isDescending ? '<' : '>');
  return {
    orderBy: sql`${column} ${direction}, ${id} ${direction}`,
    after:
      after === undefined ? [] : [sql`(${column}, ${id}) ${beyond} (${valueAt(after, column)}, ${after.id})`],
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
