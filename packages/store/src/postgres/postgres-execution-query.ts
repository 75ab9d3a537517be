import type { ExecutionCursor, ExecutionFilter } from '@zenpulse/core/ports';
import { Prisma } from './generated/client/client.ts';
import { instant } from './postgres-instant.ts';

/** What the filter asks of a row. The search is literal. */
export function executionConditions(filter: ExecutionFilter): Prisma.Sql {
  const { jobKey, scheduleId, status, from, to, scheduledFrom, scheduledTo, search } = filter;
  const conditions = [Prisma.sql`true`];
  if (jobKey !== undefined) conditions.push(Prisma.sql`"job_key" = ${jobKey}`);
  if (scheduleId !== undefined) conditions.push(Prisma.sql`"schedule_id" = ${scheduleId}`);
  if (status !== undefined) conditions.push(Prisma.sql`"status" = ANY(${[...status]}::text[])`);
  if (from !== undefined) conditions.push(Prisma.sql`"run_time" >= ${instant(from)}`);
  if (to !== undefined) conditions.push(Prisma.sql`"run_time" < ${instant(to)}`);
  if (scheduledFrom !== undefined) conditions.push(Prisma.sql`"occurrence_at" >= ${instant(scheduledFrom)}`);
  if (scheduledTo !== undefined) conditions.push(Prisma.sql`"occurrence_at" < ${instant(scheduledTo)}`);
  if (search !== undefined && search !== '') {
    const found = (column: string) => Prisma.sql`strpos(lower(${Prisma.raw(column)}), lower(${search})) > 0`;
    conditions.push(
      Prisma.sql`(${Prisma.join([found('"job_key"'), found('"exception_type"'), found('"exception_message"')], ' OR ')})`,
    );
  }
  return Prisma.join(conditions, ' AND ');
}

/** The condition that begins after the cursor, newest first. */
export function afterExecution(after: ExecutionCursor | undefined): Prisma.Sql {
  if (after === undefined) return Prisma.sql`true`;
  return Prisma.sql`("run_time", "id") < (${instant(after.runTime)}, ${after.id})`;
}
