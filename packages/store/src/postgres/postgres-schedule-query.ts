import type { ScheduleCursor, ScheduleQuery, ScheduleSort } from '@zenpulse/core/ports';
import { Prisma } from './generated/client/client.ts';
import { epochMs, instant } from './postgres-instant.ts';

/** How a column is sorted by, how its value leaves in a cursor, and how it is read from one again. */
interface Sort {
  readonly column: Prisma.Sql;
  readonly sent: Prisma.Sql;
  readonly received: (value: ScheduleCursor['value']) => Prisma.Sql;
}

const SORTS = {
  jobKey: {
    column: Prisma.raw('"job_key"'),
    sent: Prisma.raw('"job_key"'),
    received: (value) => Prisma.sql`${String(value)}`,
  },
  enabled: {
    column: Prisma.raw('"enabled"'),
    sent: Prisma.raw('"enabled"::int'),
    received: (value) => Prisma.sql`${Number(value) === 1}`,
  },
  updatedAt: {
    column: Prisma.raw('"updated_at"'),
    sent: epochMs(Prisma.raw('"updated_at"')),
    received: (value) => instant(Number(value)),
  },
} as const satisfies Record<ScheduleSort, Sort>;

/** The value of a row that a cursor carries. */
export function sortValue(sort: ScheduleSort): Prisma.Sql {
  return SORTS[sort].sent;
}

/** What the filter asks of a row; at least one condition, so that they can be joined. */
export function scheduleConditions(query: ScheduleQuery): Prisma.Sql[] {
  const { search, enabled, triggerType, logPolicy } = query;
  const conditions = [Prisma.sql`true`];
  if (search !== undefined && search !== '') {
    conditions.push(
      Prisma.sql`(strpos(lower("job_key"), lower(${search})) > 0 OR strpos(lower("variant"), lower(${search})) > 0)`,
    );
  }
  if (enabled !== undefined) conditions.push(Prisma.sql`"enabled" = ${enabled}`);
  if (triggerType !== undefined) conditions.push(Prisma.sql`"trigger_type" = ${triggerType}`);
  if (logPolicy !== undefined) conditions.push(Prisma.sql`"log_policy" = ${logPolicy}`);
  return conditions;
}

/** The order, total by the id, and the condition that begins after the cursor. */
export function scheduleOrder({ sort, isDescending, after }: ScheduleQuery) {
  const { column, received } = SORTS[sort];
  const direction = Prisma.raw(isDescending ? 'DESC' : 'ASC');
  const beyond = Prisma.raw(isDescending ? '<' : '>');
  return {
    orderBy: Prisma.sql`${column} ${direction}, "id" ${direction}`,
    after:
      after === undefined
        ? []
        : [Prisma.sql`(${column}, "id") ${beyond} (${received(after.value)}, ${after.id})`],
  };
}
