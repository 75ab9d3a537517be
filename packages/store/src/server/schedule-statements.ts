import { join, raw, sql } from '@prisma/client-runtime-utils';
import type { RawClient } from './raw-client.ts';
import { scheduleConditions, testCondition } from './schedule-query.ts';
import type { ScheduleStatements } from './schedule-store.ts';
import type { SqlDialect } from './sql-dialect.ts';

type Common = Pick<ScheduleStatements, 'hasHad' | 'revisionOf' | 'countMatching' | 'countEach' | 'idsOf'>;

/** The statements about schedules that are the same on each server. */
export function commonScheduleStatements(client: RawClient, dialect: SqlDialect): Common {
  return {
    hasHad: async ({ revision, token }) => {
      const rows = await client.$queryRaw<unknown[]>(sql`
        SELECT 1 AS "had" FROM "zenpulse_revision_log" WHERE "revision" = ${revision} AND "token" = ${token}`);
      return rows.length > 0;
    },
    revisionOf: async (id) => {
      const rows = await client.$queryRaw<{ revision: number }[]>(sql`
        SELECT ${dialect.asNumber(raw('"row_revision"'))} AS "revision"
        FROM "zenpulse_schedule_config" WHERE "id" = ${id}`);
      return rows[0]?.revision ?? null;
    },
    countMatching: async (query) => {
      const where = scheduleConditions(dialect, query);
      const rows = await client.$queryRaw<{ total: number }[]>(sql`
        SELECT ${dialect.asNumber(raw('COUNT(*)'))} AS "total" FROM "zenpulse_schedule_config"
        WHERE ${join(where, ' AND ')}`);
      return firstOf(rows).total;
    },
    countEach: async (tests) => {
      const counts = tests.map((test, index) => {
        const where = test === null ? sql`true` : testCondition(dialect, test);
        const count = sql`SELECT COUNT(*) FROM "zenpulse_schedule_config" WHERE ${where}`;
        return sql`${dialect.asNumber(sql`(${count})`)} AS ${raw(`"n${index}"`)}`;
      });
      const rows = await client.$queryRaw<Record<string, number>[]>(sql`SELECT ${join(counts)}`);
      return tests.map((_test, index) => firstOf(rows)[`n${index}`] ?? 0);
    },
    idsOf: async (test, after, limit) => {
      const beyond = after === null ? sql`true` : sql`"id" > ${after}`;
      const rows = await client.$queryRaw<{ id: string }[]>(sql`
        SELECT "id" FROM "zenpulse_schedule_config" WHERE ${testCondition(dialect, test)} AND ${beyond}
        ORDER BY "id" LIMIT ${limit}`);
      return rows.map(({ id }) => id);
    },
  };
}

export function firstOf<T>(rows: readonly T[]): T {
  const [first] = rows;
  if (first === undefined) throw new Error('expected a row of a statement that always has one, got none');
  return first;
}
