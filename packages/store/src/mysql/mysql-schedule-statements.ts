import { join, sql } from '@prisma/client-runtime-utils';
import type { Schedule } from '@zenpulse/core/domain';
import type { ScheduleRef } from '@zenpulse/core/ports';
import { selectPage } from '../server/schedule-page.ts';
import { commonScheduleStatements } from '../server/schedule-statements.ts';
import type { ScheduleStatements } from '../server/schedule-store.ts';
import type { ServerClock } from '../server/server-clock.ts';
import { mysqlDialect } from './mysql-dialect.ts';
import { isUniqueViolation } from './mysql-errors.ts';
import type { DatabaseTime } from './mysql-instant.ts';
import { mysqlRevision } from './mysql-revision.ts';
import {
  readScheduleRow,
  scheduleAssignments,
  scheduleColumns,
  scheduleFields,
  scheduleRow,
  type RawRow,
} from './mysql-schedule-row.ts';
import type { RawClient } from '../server/raw-client.ts';

export interface MysqlScheduleDeps {
  readonly client: RawClient;
  readonly now: DatabaseTime;
  /** Updated with the server's time at each read of the revision. */
  readonly clock: ServerClock;
}

/** The statements about schedules on MySQL. Triggers raise the revision, for these as for SQL by hand. */
export function mysqlScheduleStatements(deps: MysqlScheduleDeps): ScheduleStatements {
  const { client, now } = deps;
  return {
    ...commonScheduleStatements(client, mysqlDialect, now),
    ...mysqlRevision(deps),
    // Raising the revision adds a token and a row in its log.
    beginHistory: async (historyId) => {
      await client.$executeRaw`
        INSERT INTO "zenpulse_revision" ("id", "revision", "history_id") VALUES (1, 1, ${historyId})
        ON DUPLICATE KEY UPDATE "revision" = "revision" + 1, "history_id" = VALUES("history_id")`;
    },
    list: (query) =>
      selectPage(mysqlDialect, query, async ({ from, where, sort, orderBy, limit }) => {
        const rows = await client.$queryRaw<(RawRow & { sort: string | number; id: string })[]>`
          SELECT ${scheduleFields}, ${sort} AS "sort" FROM ${from}
          WHERE ${join([...where], ' AND ')} ORDER BY ${orderBy} LIMIT ${limit}`;
        return rows.map((row) => ({ row: readScheduleRow(row), sort: row.sort, id: row.id }));
      }),
    get: async (id) => {
      const rows = await client.$queryRaw<RawRow[]>`
        SELECT ${scheduleFields} FROM "zenpulse_schedule_config" WHERE "id" = ${id}`;
      return rows[0] === undefined ? null : readScheduleRow(rows[0]);
    },
    findByJobs: async (jobKeys) => {
      const rows = await client.$queryRaw<(ScheduleRef & { enabled: unknown })[]>`
        SELECT "id", "job_key" AS "jobKey", "variant", "enabled" FROM "zenpulse_schedule_config"
        WHERE ${mysqlDialect.isOneOf('"job_key"', jobKeys)} ORDER BY "job_key", "variant"`;
      return rows.map((row) => ({ ...row, enabled: Boolean(row.enabled) }));
    },
    insert: (schedule) => client.$executeRaw`
      INSERT INTO "zenpulse_schedule_config" (${scheduleColumns}) VALUES (${scheduleRow(schedule)})`,
    insertFromCode: (schedule) => insertUnlessMarked(client, schedule),
    update: (schedule, version) => client.$executeRaw`
      UPDATE "zenpulse_schedule_config" SET ${scheduleAssignments(schedule)}
      WHERE "id" = ${schedule.id} AND "version" = ${version}`,
  };
}

/**
 * Inserts the schedule first and then the record that it was created from code: after a crash in between, the next
 * runner finds the schedule. An INSERT that inserts nothing is avoided, since it alone would raise the revision. If two
 * runners try at once, the slower one finds the other's row.
 */
async function insertUnlessMarked(client: RawClient, schedule: Schedule): Promise<number> {
  const { jobKey, variant } = schedule;
  const isOfJob = sql`"job_key" = ${jobKey} AND "variant" = ${variant}`;
  const created = await client.$executeRaw`
    INSERT INTO "zenpulse_schedule_config" (${scheduleColumns}) SELECT ${scheduleRow(schedule)} FROM DUAL
    WHERE NOT EXISTS (SELECT 1 FROM "zenpulse_code_schedule" WHERE ${isOfJob})
      AND NOT EXISTS (SELECT 1 FROM "zenpulse_schedule_config" WHERE ${isOfJob})`.catch((error: unknown) => {
    if (isUniqueViolation(error)) return 0;
    throw error;
  });
  await client.$executeRaw`
    INSERT INTO "zenpulse_code_schedule" ("job_key", "variant", "created_at")
    VALUES (${jobKey}, ${variant}, utc_timestamp(3)) ON DUPLICATE KEY UPDATE "created_at" = "created_at"`;
  return created;
}
