import type { ScheduleQuery, ScheduleSort } from '@zenpulse/core/ports';
import { Prisma } from './generated/client/client.ts';

const SORT_COLUMNS = {
  jobKey: Prisma.raw('"job_key"'),
  enabled: Prisma.raw('"enabled"'),
  updatedAt: Prisma.raw('"updated_at"'),
} as const satisfies Record<ScheduleSort, Prisma.Sql>;

export function sortColumn(sort: ScheduleSort): Prisma.Sql {
  return SORT_COLUMNS[sort];
}

/** What the filter asks of a row; at least one condition, so that they can be joined. */
export function scheduleConditions(query: ScheduleQuery): Prisma.Sql[] {
  const { search, enabled, triggerType, logPolicy } = query;
  const conditions = [Prisma.sql`1 = 1`];
  if (search !== undefined && search !== '') {
    conditions.push(
      Prisma.sql`(instr(lower("job_key"), lower(${search})) > 0 OR instr(lower("variant"), lower(${search})) > 0)`,
    );
  }
  if (enabled !== undefined) conditions.push(Prisma.sql`"enabled" = ${enabled ? 1 : 0}`);
  if (triggerType !== undefined) conditions.push(Prisma.sql`"trigger_type" = ${triggerType}`);
  if (logPolicy !== undefined) conditions.push(Prisma.sql`"log_policy" = ${logPolicy}`);
  return conditions;
}

/** The order, total by the id, and the condition that begins after the cursor. */
export function scheduleOrder({ sort, isDescending, after }: ScheduleQuery) {
  const column = SORT_COLUMNS[sort];
  const direction = Prisma.raw(isDescending ? 'DESC' : 'ASC');
  const beyond = Prisma.raw(isDescending ? '<' : '>');
  return {
    orderBy: Prisma.sql`${column} ${direction}, "id" ${direction}`,
    after: after === undefined ? [] : [Prisma.sql`(${column}, "id") ${beyond} (${after.value}, ${after.id})`],
  };
}
