import { raw, sql, type Sql } from '@prisma/client-runtime-utils';
import type { ScheduleCursor, ScheduleQuery, ScheduleSort, ScheduleTest } from '@zenpulse/core/ports';
import { COUNTED_TESTS } from '../schedules/counted-tests.ts';
import type { SqlDialect } from './sql-dialect.ts';

/** The range of instants in a cursor. */
const FIRST_MS = Date.parse('0001-01-01T00:00:00.000Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** How a column is sorted, how its value is put into a cursor, and how it is read back. */
interface Sort {
  readonly column: Sql;
  /** What makes the order total. */
  readonly id: Sql;
  readonly sent: (dialect: SqlDialect) => Sql;
  readonly received: (dialect: SqlDialect, cursor: ScheduleCursor) => Sql;
}

const SORTS = {
  jobKey: {
    column: raw('"job_key"'),
    id: raw('"id"'),
    sent: () => raw('"job_key"'),
    received: (_dialect, { value }) => sql`${String(value)}`,
  },
  enabled: {
    column: raw('"enabled"'),
    id: raw('"id"'),
    sent: (dialect) => dialect.asNumber(raw('CASE WHEN "enabled" THEN 1 ELSE 0 END')),
    received: (_dialect, { value }) => sql`${Number(value) === 1}`,
  },
  updatedAt: {
    column: raw('"updated_at"'),
    id: raw('"id"'),
    // MySQL stores invalid dates (2026-00-00), which have no instant.
    sent: (dialect) => sql`COALESCE(${dialect.epochMs(raw('"updated_at"'))}, ${FIRST_MS})`,
    received: (dialect, { value, id }) => {
      const instant = dialect.instant(Number(value));
      if (Number(value) > FIRST_MS && Number(value) < LAST_MS) return instant;
      // SQL by hand stored an instant out of a cursor's range: the value is read from the row instead.
      return sql`COALESCE((SELECT "updated_at" FROM "zenpulse_schedule_config" WHERE "id" = ${id}), ${instant})`;
    },
  },
  lastRunAt: {
    column: raw('"last_run_time"'),
    id: raw('"schedule_id"'), // as in the index
    sent: (dialect) => dialect.epochMs(raw('"last_run_time"')),
    received: (dialect, { value }) => dialect.instant(Number(value)),
  },
} as const satisfies Record<ScheduleSort, Sort>;

/** The sort value of a row, for the cursor. */
export function sortValue(dialect: SqlDialect, sort: ScheduleSort): Sql {
  return SORTS[sort].sent(dialect);
}

/** The filter's conditions on a row; at least one, so that they can be joined. */
export function scheduleConditions(dialect: SqlDialect, query: ScheduleQuery): Sql[] {
  const { search, enabled, triggerType, logPolicy, test } = query;
  const conditions = [sql`true`];
  if (search !== undefined && search !== '') {
    const found = (column: string) => dialect.contains(column, search);
    conditions.push(sql`(${found('"job_key"')} OR ${found('"variant"')})`);
  }
  if (enabled !== undefined) conditions.push(sql`"enabled" = ${enabled}`);
  if (triggerType !== undefined) conditions.push(sql`"trigger_type" = ${triggerType}`);
  if (logPolicy !== undefined) conditions.push(sql`"log_policy" = ${logPolicy}`);
  if (test !== undefined) conditions.push(testCondition(dialect, test));
  return conditions;
}

export function testCondition({ isOneOf, instant }: SqlDialect, test: ScheduleTest): Sql {
  switch (test.by) {
    case 'disabled':
      return sql`"enabled" = ${false}`;
    case 'paused':
      return sql`"paused_until" > ${instant(test.at)}`;
    case 'ids':
      return isOneOf('"id"', test.ids);
    case 'changed':
      return sql`"row_revision" > ${test.after}`;
    case 'job':
      return sql`NOT (${isOneOf('"job_key"', test.noneOf)})`;
    case 'counters':
      break;
  }
  const { counted, judged, passing } = test;
  const isEnabled = counted === 'failing' ? sql`"enabled" = ${true}` : sql`true`;
  const says = sql`(${raw(COUNTED_TESTS[counted])} AND NOT (${isOneOf('"id"', judged)}))`;
  return sql`(${isEnabled} AND (${says} OR ${isOneOf('"id"', passing)}))`;
}

/** The order, made total by the id, and the condition for rows after the cursor. */
export function scheduleOrder(dialect: SqlDialect, { sort, isDescending, after }: ScheduleQuery) {
  const { column: value, id, received } = SORTS[sort];
  const direction = raw(isDescending ? 'DESC' : 'ASC');
  const isBeyond = (cursor: ScheduleCursor) =>
    dialect.isBeyond({ value, id }, received(dialect, cursor), cursor.id, isDescending);
  return {
    orderBy: sql`${value} ${direction}, ${id} ${direction}`,
    after: after === undefined ? [] : [isBeyond(after)],
  };
}
