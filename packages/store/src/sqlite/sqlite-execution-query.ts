import type { ExecutionCursor, ExecutionFilter } from '@zenpulse/core/ports';
import { join, raw, sql, type Sql } from '../sql.ts';
import { toSqliteInstant } from './sqlite-instant.ts';

/** What the filter asks of a row. The search is literal: Prisma's `contains` takes `_` and `%` as wildcards. */
export function executionConditions(filter: ExecutionFilter): Sql {
  const { jobKey, scheduleId, status, from, to, scheduledFrom, scheduledTo, search } = filter;
  const conditions = [sql`1 = 1`];
  if (jobKey !== undefined) conditions.push(sql`"job_key" = ${jobKey}`);
  if (scheduleId !== undefined) conditions.push(sql`"schedule_id" = ${scheduleId}`);
  if (status?.length === 0) conditions.push(sql`1 = 0`);
  else if (status !== undefined) conditions.push(sql`"status" IN (${join([...status])})`);
  if (from !== undefined) conditions.push(sql`"run_time" >= ${toSqliteInstant(from)}`);
  if (to !== undefined) conditions.push(sql`"run_time" < ${toSqliteInstant(to)}`);
  if (scheduledFrom !== undefined) conditions.push(sql`"occurrence_at" >= ${toSqliteInstant(scheduledFrom)}`);
  if (scheduledTo !== undefined) conditions.push(sql`"occurrence_at" < ${toSqliteInstant(scheduledTo)}`);
  if (search !== undefined && search !== '') {
    const found = (column: string) => sql`instr(lower(${raw(column)}), lower(${search})) > 0`;
    conditions.push(
      sql`(${join([found('"job_key"'), found('"exception_type"'), found('"exception_message"')], ' OR ')})`,
    );
  }
  return join(conditions, ' AND ');
}

/** The condition that begins after the cursor, newest first. */
export function afterExecution(after: ExecutionCursor | undefined): Sql {
  if (after === undefined) return sql`1 = 1`;
  return sql`("run_time", "id") < (${toSqliteInstant(after.runTime)}, ${after.id})`;
}
