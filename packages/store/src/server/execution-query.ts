import { join, raw, sql, type Sql } from '@prisma/client-runtime-utils';
import type { ExecutionCursor, ExecutionFilter } from '@zenpulse/core/ports';
import type { SqlDialect } from './sql-dialect.ts';

/** What the filter asks of a row. The search is literal. */
export function executionConditions(dialect: SqlDialect, filter: ExecutionFilter): Sql {
  const { jobKey, scheduleId, status, from, to, scheduledFrom, scheduledTo, search } = filter;
  const { instant, contains, isOneOf } = dialect;
  const conditions = [sql`true`];
  if (jobKey !== undefined) conditions.push(sql`"job_key" = ${jobKey}`);
  if (scheduleId !== undefined) conditions.push(sql`"schedule_id" = ${scheduleId}`);
  if (status !== undefined) conditions.push(isOneOf('"status"', status));
  if (from !== undefined) conditions.push(sql`"run_time" >= ${instant(from)}`);
  if (to !== undefined) conditions.push(sql`"run_time" < ${instant(to)}`);
  if (scheduledFrom !== undefined) conditions.push(sql`"occurrence_at" >= ${instant(scheduledFrom)}`);
  if (scheduledTo !== undefined) conditions.push(sql`"occurrence_at" < ${instant(scheduledTo)}`);
  if (search !== undefined && search !== '') {
    const columns = ['"job_key"', '"exception_type"', '"exception_message"'];
    const found = columns.map((column) => contains(column, search));
    conditions.push(sql`(${join(found, ' OR ')})`);
  }
  return join(conditions, ' AND ');
}

/** The condition that begins after the cursor, newest first. */
export function afterExecution(dialect: SqlDialect, after: ExecutionCursor | undefined): Sql {
  if (after === undefined) return sql`true`;
  return dialect.isBeyond(raw('"run_time"'), dialect.instant(after.runTime), after.id, true);
}
