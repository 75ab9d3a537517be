import {
  bucketsOf,
  bucketStart,
  bucketStarts,
  ROLLUP_KEPT_MS,
  sortedRecent,
  type ErrorGroup,
  type RollupCount,
} from '@zenpulse/core/domain';
import type { BucketsQuery, Clock, ErrorGroupsQuery, FiguresStore } from '@zenpulse/core/ports';
import type { ExecutionDatabase } from '../executions/execution-steps.ts';
import type { Guard } from '../server/guard.ts';
import { join, raw, sql, type Sql } from '../sql/sql.ts';
import type { FiguresDialect } from './figures-dialect.ts';
import { pruneFigures } from './prune-figures.ts';

export interface FiguresStoreDeps {
  readonly database: ExecutionDatabase;
  readonly dialect: FiguresDialect;
  readonly clock: Clock;
  readonly guarded: Guard;
}

/** The figures of every database: the reads differ in instants and lists alone. */
export function createFiguresStore({ database, dialect, clock, guarded }: FiguresStoreDeps): FiguresStore {
  return {
    recentOf: (scheduleIds) =>
      guarded(async () => {
        const rows = await database.query<{ scheduleId: string; recent: string }>(sql`
          SELECT "schedule_id" AS "scheduleId", "recent" FROM "zenpulse_schedule_recent"
           WHERE ${dialect.isOneOf('schedule_id', scheduleIds)}`);
        return new Map(rows.map(({ scheduleId, recent }) => [scheduleId, sortedRecent(recent)]));
      }),
    buckets: (query) =>
      guarded(async () => {
        const rows = await database.query<BucketRow>(sql`
          SELECT ${dialect.sentInstant('at')} AS "at", "outcome", "bin", "count" FROM "zenpulse_figure"
           WHERE ${inSeries(query, dialect)}`);
        return bucketsOf(
          rows.map((row) => ({ ...row, at: dialect.readInstant(row.at), count: Number(row.count) })),
        );
      }),
    errorGroups: (query) =>
      guarded(async () => {
        const rows = await database.query<GroupRow>(sql`
          SELECT "fingerprint", "job_key" AS "jobKey", "exception_type" AS "exceptionType", "message", "count",
                 ${dialect.sentInstant('first_at')} AS "firstAt", ${dialect.sentInstant('last_at')} AS "lastAt",
                 "last_execution_id" AS "lastExecutionId", "last_schedule_id" AS "lastScheduleId"
            FROM "zenpulse_error_group" ${asked(query, dialect)}
           ORDER BY "last_at" DESC, "fingerprint" DESC LIMIT ${query.limit + 1}`);
        const items = rows.slice(0, query.limit).map((row) => fromRow(row, dialect));
        const last = items.at(-1);
        const hasMore = rows.length > query.limit && last !== undefined;
        return { items, next: hasMore ? { lastAt: last.lastAt, fingerprint: last.fingerprint } : null };
      }),
    prune: (limits, options) =>
      guarded(() =>
        pruneFigures({ database, dialect, clock }, limits, () => options?.signal?.aborted === true),
      ),
    filled: () =>
      guarded(async () => {
        const [row] = await database.query<{ at: unknown; count: number }>(sql`
          SELECT ${dialect.sentInstant('at')} AS "at", "count" FROM "zenpulse_figure" WHERE "kind" = 'filled' LIMIT 1`);
        return row === undefined ? null : { since: dialect.readInstant(row.at), hours: Number(row.count) };
      }),
  };
}

interface BucketRow extends Pick<RollupCount, 'outcome' | 'bin' | 'count'> {
  readonly at: unknown;
}

interface GroupRow extends Omit<ErrorGroup, 'firstAt' | 'lastAt'> {
  readonly firstAt: unknown;
  readonly lastAt: unknown;
}

/**
 * The key begins with kind and instant, so that what is old lies together. A schedule's buckets are looked up one by one:
 * they are at most 168 hours or 400 days.
 */
function inSeries({ scheduleId, from, to, step }: BucketsQuery, { instant }: FiguresDialect): Sql {
  if (scheduleId === null) {
    const first = instant(bucketStart(from, step));
    return sql`"kind" = ${`all-${step}`} AND "at" >= ${first} AND "at" < ${instant(to)}`;
  }
  const starts = bucketStarts(Math.max(from, to - ROLLUP_KEPT_MS[step]), to, step).map(instant);
  if (starts.length === 0) return sql`1 = 0`;
  return sql`"kind" = ${step} AND "at" IN (${join(starts)}) AND "schedule_id" = ${scheduleId}`;
}

function asked({ jobKey, scheduleId, from, after }: ErrorGroupsQuery, { instant }: FiguresDialect): Sql {
  const conditions: Sql[] = [];
  if (jobKey !== undefined) conditions.push(sql`"job_key" = ${jobKey}`);
  if (scheduleId !== undefined) conditions.push(sql`"last_schedule_id" = ${scheduleId}`);
  if (from !== undefined) conditions.push(sql`"last_at" >= ${instant(from)}`);
  if (after !== undefined) {
    const at = instant(after.lastAt);
    conditions.push(sql`"last_at" <= ${at} AND ("last_at" < ${at} OR "fingerprint" < ${after.fingerprint})`);
  }
  return conditions.length === 0 ? raw('') : sql`WHERE ${join(conditions, ' AND ')}`;
}

function fromRow({ firstAt, lastAt, ...row }: GroupRow, { readInstant }: FiguresDialect): ErrorGroup {
  return { ...row, count: Number(row.count), firstAt: readInstant(firstAt), lastAt: readInstant(lastAt) };
}
