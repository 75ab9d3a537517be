import { raw, sql, type Sql } from '@prisma/client-runtime-utils';
import type { ScheduleQuery } from '@zenpulse/core/ports';
import { scheduleConditions, scheduleOrder, sortValue } from './schedule-query.ts';
import type { ListedRow } from './schedule-store.ts';
import type { SqlDialect } from './sql-dialect.ts';

/** The parts of one statement of a list. */
interface Selection {
  readonly from: Sql;
  readonly where: readonly Sql[];
  readonly sort: Sql;
  readonly orderBy: Sql;
  readonly limit: number;
}

type Select = (selection: Selection) => Promise<ListedRow[]>;

/** The cursor's value for schedules that were never counted. */
const NEVER = '';

/** The rows of a page, and one more if there is one. */
export async function selectPage(
  dialect: SqlDialect,
  query: ScheduleQuery,
  select: Select,
): Promise<ListedRow[]> {
  const { sort, limit, after } = query;
  if (sort !== 'lastRunAt') return select(selectionOf(dialect, query, raw('"zenpulse_schedule_config"')));
  const counted =
    after?.value === NEVER ? [] : await select(selectionOf(dialect, query, dialect.countersFirst));
  const left = limit + 1 - counted.length;
  if (left <= 0) return counted;
  return [...counted, ...(await select(neverCounted(dialect, query, left)))];
}

function selectionOf(dialect: SqlDialect, query: ScheduleQuery, from: Sql): Selection {
  const { orderBy, after } = scheduleOrder(dialect, query);
  return {
    from,
    where: [...scheduleConditions(dialect, query), ...after],
    sort: sortValue(dialect, query.sort),
    orderBy,
    limit: query.limit + 1,
  };
}

/** By id, whatever the direction. */
function neverCounted(dialect: SqlDialect, query: ScheduleQuery, limit: number): Selection {
  const { after } = query;
  return {
    from: raw('"zenpulse_schedule_config"'),
    where: [
      ...scheduleConditions(dialect, query),
      sql`NOT EXISTS (SELECT 1 FROM "zenpulse_schedule_stats" WHERE "schedule_id" = "zenpulse_schedule_config"."id")`,
      ...(after?.value === NEVER ? [sql`"id" > ${after.id}`] : []),
    ],
    sort: raw(`'${NEVER}'`),
    orderBy: raw('"id"'),
    limit,
  };
}
