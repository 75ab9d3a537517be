import { join } from '@prisma/client-runtime-utils';
import type { ScheduleRef } from '@zenpulse/core/ports';
import { selectPage } from '../server/schedule-page.ts';
import type { ServerEditStatements } from '../server/schedule-edits.ts';
import { commonScheduleStatements } from '../server/schedule-statements.ts';
import type { ScheduleStatements } from '../server/schedule-store.ts';
import type { ServerClock } from '../server/server-clock.ts';
import { mysqlDialect } from './mysql-dialect.ts';
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
  const { client } = deps;
  return {
    ...commonScheduleStatements(client, mysqlDialect),
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
  };
}

/** The statements that write schedules, in one transaction. */
export function mysqlEditStatements(client: RawClient): ServerEditStatements {
  return {
    lock: async (isOneOf) => {
      const rows = await client.$queryRaw<RawRow[]>`
        SELECT ${scheduleFields} FROM "zenpulse_schedule_config" WHERE ${isOneOf} ORDER BY "id" FOR UPDATE`;
      return rows.map(readScheduleRow);
    },
    insert: (schedule) => client.$executeRaw`
      INSERT INTO "zenpulse_schedule_config" (${scheduleColumns}) VALUES (${scheduleRow(schedule)})`,
    update: (schedule) => client.$executeRaw`
      UPDATE "zenpulse_schedule_config" SET ${scheduleAssignments(schedule)} WHERE "id" = ${schedule.id}`,
    // Marked by somebody else at the same moment: waits for that transaction, and finds the mark.
    mark: async ({ jobKey, variant }) => {
      const marked = await client.$executeRaw`
        INSERT IGNORE INTO "zenpulse_code_schedule" ("job_key", "variant", "created_at")
        VALUES (${jobKey}, ${variant}, utc_timestamp(3))`;
      return marked > 0;
    },
  };
}
