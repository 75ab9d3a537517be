import type { ExecutionCursor, ExecutionFilter } from '@zenpulse/core/ports';
import { Prisma } from './generated/client/client.ts';
import { toSqliteInstant } from './sqlite-instant.ts';

/** What the filter asks of a row. The search is literal: Prisma's `contains` takes `_` and `%` as wildcards. */
export function executionConditions(filter: ExecutionFilter): Prisma.Sql {
  const { jobKey, scheduleId, status, from, to, scheduledFrom, scheduledTo, search } = filter;
  const conditions = [Prisma.sql`1 = 1`];
  if (jobKey !== undefined) conditions.push(Prisma.sql`"job_key" = ${jobKey}`);
  if (scheduleId !== undefined) conditions.push(Prisma.sql`"schedule_id" = ${scheduleId}`);
  if (status?.length === 0) conditions.push(Prisma.sql`1 = 0`);
  else if (status !== undefined) conditions.push(Prisma.sql`"status" IN (${Prisma.join([...status])})`);
  if (from !== undefined) conditions.push(Prisma.sql`"run_time" >= ${toSqliteInstant(from)}`);
  if (to !== undefined) conditions.push(Prisma.sql`"run_time" < ${toSqliteInstant(to)}`);
  if (scheduledFrom !== undefined)
    conditions.push(Prisma.sql`"occurrence_at" >= ${toSqliteInstant(scheduledFrom)}`);
  if (scheduledTo !== undefined)
    conditions.push(Prisma.sql`"occurrence_at" < ${toSqliteInstant(scheduledTo)}`);
  if (search !== undefined && search !== '') {
    const found = (column: string) => Prisma.sql`instr(lower(${Prisma.raw(column)}), lower(${search})) > 0`;
    conditions.push(
      Prisma.sql`(${Prisma.join([found('"job_key"'), found('"exception_type"'), found('"exception_message"')], ' OR ')})`,
    );
  }
  return Prisma.join(conditions, ' AND ');
}

/** The condition that begins after the cursor, newest first. */
export function afterExecution(after: ExecutionCursor | undefined): Prisma.Sql {
  if (after === undefined) return Prisma.sql`1 = 1`;
  return Prisma.sql`("run_time", "id") < (${toSqliteInstant(after.runTime)}, ${after.id})`;
}
