import { join } from '@prisma/client-runtime-utils';
import type { ScheduleRef } from '@zenpulse/core/ports';
import { selectPage } from '../server/schedule-page.ts';
import type { ServerEditStatements } from '../server/schedule-edits.ts';
import { commonScheduleStatements } from '../server/schedule-statements.ts';
import type { ScheduleStatements } from '../server/schedule-store.ts';
import type { ServerClock } from '../server/server-clock.ts';
import type { RawClient } from '../server/raw-client.ts';
import { postgresDialect } from './postgres-dialect.ts';
import type { DatabaseTime } from './postgres-instant.ts';
import type { PostgresPulse } from './postgres-pulse.ts';
import { readPostgresChanges, readPostgresRevision } from './postgres-revision.ts';
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
  /** Updated with the server's time at each read of the revision. */
  readonly clock: ServerClock;
  readonly pulse: PostgresPulse;
}

/**
 * The statements about schedules on PostgreSQL. Triggers raise the revision and notify, for these as for SQL by hand.
 */
export function postgresScheduleStatements(deps: PostgresScheduleDeps): ScheduleStatements {
  const { client } = deps;
  return {
    ...commonScheduleStatements(client, postgresDialect),
    readRevision: () => readPostgresRevision(deps),
    readChanges: (since) => readPostgresChanges(deps, since),
    beginHistory: async (historyId) => {
      await client.$executeRaw`
        WITH "raised" AS (SELECT "zenpulse_new_history"(${historyId}))
        SELECT * FROM "raised"`;
    },
    list: (query) =>
      selectPage(postgresDialect, query, async ({ from, where, sort, orderBy, limit }) => {
        const rows = await client.$queryRaw<(JsonRow & { sort: string | number; id: string })[]>`
          SELECT ${scheduleAsJson}, ${sort} AS "sort", "id" FROM ${from}
          WHERE ${join([...where], ' AND ')} ORDER BY ${orderBy} LIMIT ${limit}`;
        return rows.map(({ row, sort: value, id }) => ({ row: readScheduleRow({ row }), sort: value, id }));
      }),
    get: async (id) => {
      const rows = await client.$queryRaw<JsonRow[]>`
        SELECT ${scheduleAsJson} FROM "zenpulse_schedule_config" WHERE "id" = ${id}`;
      return rows[0] === undefined ? null : readScheduleRow(rows[0]);
    },
    findByJobs: (jobKeys) => client.$queryRaw<ScheduleRef[]>`
      SELECT "id", "job_key" AS "jobKey", "variant", "enabled" FROM "zenpulse_schedule_config"
      WHERE "job_key" = ANY(${[...jobKeys]}::text[]) ORDER BY "job_key", "variant"`,
  };
}

/** The statements that write schedules, in one transaction. */
export function postgresEditStatements(client: RawClient): ServerEditStatements {
  return {
    lock: async (isOneOf) => {
      const rows = await client.$queryRaw<JsonRow[]>`
        SELECT ${scheduleAsJson} FROM "zenpulse_schedule_config" WHERE ${isOneOf} ORDER BY "id" FOR UPDATE`;
      return rows.map(readScheduleRow);
    },
    insert: (schedule) => client.$executeRaw`
      INSERT INTO "zenpulse_schedule_config" (${scheduleColumns}) ${scheduleRow(schedule)}`,
    update: (schedule) => client.$executeRaw`
      UPDATE "zenpulse_schedule_config" SET (${scheduleColumns}) = (${scheduleRow(schedule)})
      WHERE "id" = ${schedule.id}`,
    mark: async ({ jobKey, variant }) => {
      const marked = await client.$executeRaw`
        INSERT INTO "zenpulse_code_schedule" ("job_key", "variant", "created_at")
        VALUES (${jobKey}, ${variant}, statement_timestamp()) ON CONFLICT DO NOTHING`;
      return marked > 0;
    },
  };
}
