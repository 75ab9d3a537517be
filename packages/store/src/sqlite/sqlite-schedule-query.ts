import type { ScheduleCursor, ScheduleQuery, ScheduleSort } from '@zenpulse/core/ports';
import { raw, sql, type Sql } from '../sql/sql.ts';
import { sqliteContains } from './sqlite-contains.ts';

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
  const { search, enabled, triggerType, logPolicy } = query;
  const conditions = [sql`1 = 1`];
  if (search !== undefined && search !== '') {
    conditions.push(sql`(${sqliteContains('"job_key"', search)} OR ${sqliteContains('"variant"', search)})`);
  }
  if (enabled !== undefined) conditions.push(sql`"enabled" = ${enabled ? 1 : 0}`);
  if (triggerType !== undefined) conditions.push(sql`"trigger_type" = ${triggerType}`);
  if (logPolicy !== undefined) conditions.push(sql`"log_policy" = ${logPolicy}`);
  return conditions;
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
