import { join } from '@prisma/client-runtime-utils';
import type { Schedule } from '@zenpulse/core/domain';
import type { ScheduleChanges, ScheduleRef } from '@zenpulse/core/ports';
import { scheduleConditions, scheduleOrder, sortValue } from '../server/schedule-query.ts';
import { commonScheduleStatements, firstOf } from '../server/schedule-statements.ts';
import type { ScheduleStatements } from '../server/schedule-store.ts';
import type { ServerClock } from '../server/server-clock.ts';
import type { RawClient } from '../server/raw-client.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { epochMs, type DatabaseTime } from './postgres-instant.ts';
import type { PostgresPulse } from './postgres-pulse.ts';
import {
  readScheduleRow,
  scheduleAsJson,
  scheduleColumns,
  scheduleRow,
  type JsonRow,
} from './postgres-schedule-row.ts';

export interface PostgresScheduleDeps {
  readonly client: RawClient;
  readonly now: DatabaseTime;
  /** Learns the server's time from each reading of the revision. */
  readonly clock: ServerClock;
  readonly pulse: PostgresPulse;
}

/** Schedules on PostgreSQL. Triggers raise the revision and send the hint, for SQL by hand as for these statements. */
export function postgresScheduleStatements(deps: PostgresScheduleDeps): ScheduleStatements {
  const { client, now } = deps;
  return {
    ...commonScheduleStatements(client, postgresDialect, now),
    readRevision: () => readRevision(deps),
    readChanges: (since) => readChanges(deps, since),
    list: async (query) => {
      const where = scheduleConditions(postgresDialect, query);
      const { orderBy, after } = scheduleOrder(postgresDialect, query);
      const rows = await client.$queryRaw<(JsonRow & { sort: string | number; id: string })[]>`
        SELECT ${scheduleAsJson}, ${sortValue(postgresDialect, query.sort)} AS "sort", "id"
        FROM "zenpulse_schedule_config"
        WHERE ${join([...where, ...after], ' AND ')} ORDER BY ${orderBy} LIMIT ${query.limit + 1}`;
      return rows.map(({ row, sort, id }) => ({ row: readScheduleRow({ row }), sort, id }));
    },
    get: async (id) => {
      const rows = await client.$queryRaw<JsonRow[]>`
        SELECT ${scheduleAsJson} FROM "zenpulse_schedule_config" WHERE "id" = ${id}`;
      return rows[0] === undefined ? null : readScheduleRow(rows[0]);
    },
    findByJobs: (jobKeys) => client.$queryRaw<ScheduleRef[]>`
      SELECT "id", "job_key" AS "jobKey", "variant", "enabled" FROM "zenpulse_schedule_config"
      WHERE "job_key" = ANY(${[...jobKeys]}::text[]) ORDER BY "job_key", "variant"`,
    insert: (schedule) => client.$executeRaw`
      INSERT INTO "zenpulse_schedule_config" (${scheduleColumns}) ${scheduleRow(schedule)}`,
    insertFromCode: (schedule) => insertUnlessMarked(client, schedule),
    update: (schedule, version) => client.$executeRaw`
      UPDATE "zenpulse_schedule_config" SET (${scheduleColumns}) = (${scheduleRow(schedule)})
      WHERE "id" = ${schedule.id} AND "version" = ${version}`,
  };
}

/** The one regular statement of a runner: it tells that the runner is there, too. */
async function readRevision({ client, clock, now, pulse }: PostgresScheduleDeps): Promise<number> {
  const rows = await clock.measured(
    () => client.$queryRaw<{ revision: number; now: number; seen: number }[]>`
      WITH "seen" AS (
        UPDATE "zenpulse_runner" SET "heartbeat_at" = ${now()} WHERE "runner_id" = ${pulse.dueRunner()}::text
        RETURNING 1)
      SELECT COALESCE((SELECT "revision" FROM "zenpulse_revision" WHERE "id" = 1), 0)::float8 AS "revision",
             ${epochMs(now())} AS "now", (SELECT COUNT(*)::int FROM "seen") AS "seen"`,
  );
  const { revision, seen } = firstOf(rows);
  pulse.answered(revision, seen > 0);
  return revision;
}

/** One statement is one snapshot: revision, rows and count belong together. Without news it is one row of nulls. */
async function readChanges(
  { client, clock, now }: PostgresScheduleDeps,
  since: number,
): Promise<ScheduleChanges> {
  const rows = await clock.measured(
    () => client.$queryRaw<{ row: string | null; revision: number; count: number; now: number }[]>`
      SELECT "news"."row",
             COALESCE((SELECT "revision" FROM "zenpulse_revision" WHERE "id" = 1), 0)::float8 AS "revision",
             (SELECT COUNT(*) FROM "zenpulse_schedule_config")::float8 AS "count", ${epochMs(now())} AS "now"
        FROM (VALUES (1)) AS "always"
        LEFT JOIN (SELECT ${scheduleAsJson} FROM "zenpulse_schedule_config"
                    WHERE "row_revision" > ${since}::float8::bigint) AS "news" ON true`,
  );
  const { revision, count } = firstOf(rows);
  return {
    revision,
    count,
    changed: rows.flatMap(({ row }) => (row === null ? [] : [readScheduleRow({ row })])),
  };
}

/** One statement, in which the mark decides: two runners may try. */
function insertUnlessMarked(client: RawClient, schedule: Schedule): Promise<number> {
  const { jobKey, variant } = schedule;
  return client.$executeRaw`
    WITH "mark" AS (
      INSERT INTO "zenpulse_code_schedule" ("job_key", "variant", "created_at")
      VALUES (${jobKey}, ${variant}, statement_timestamp()) ON CONFLICT DO NOTHING RETURNING 1)
    INSERT INTO "zenpulse_schedule_config" (${scheduleColumns})
    ${scheduleRow(schedule)}, "mark" ON CONFLICT ("job_key", "variant") DO NOTHING`;
}
