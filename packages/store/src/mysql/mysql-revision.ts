import { raw, sql, type Sql } from '@prisma/client-runtime-utils';
import type { RevisionPair } from '@zenpulse/core/ports';
import { idsIn, type ReadChanges, type RevisionRow } from '../schedules/revision-continuity.ts';
import { firstOf } from '../server/schedule-statements.ts';
import { epochMs } from './mysql-instant.ts';
import { readScheduleRow, scheduleFields, type RawRow } from './mysql-schedule-row.ts';
import type { MysqlScheduleDeps } from './mysql-schedule-statements.ts';

const revisionColumns = raw(`
  COALESCE((SELECT "revision" FROM "zenpulse_revision" WHERE "id" = 1), 0) + 0e0 AS "revision",
  COALESCE((SELECT "token" FROM "zenpulse_revision" WHERE "id" = 1), '') AS "token"`);

interface ChangeRow extends RevisionRow {
  readonly gone: string | null;
  readonly count: number;
  readonly now: number;
}

export function mysqlRevision({ client, clock, now }: MysqlScheduleDeps) {
  return {
    readRevision: async (): Promise<RevisionPair> => {
      const rows = await clock.measured(() =>
        client.$queryRaw<(RevisionPair & { now: number })[]>(
          sql`SELECT ${revisionColumns}, ${epochMs(now())} AS "now"`,
        ),
      );
      const { revision, token } = firstOf(rows);
      return { revision, token };
    },
    /**
     * One statement is one snapshot. Without changes it returns one row whose schedule is null. TRUNCATE fires no
     * trigger; the number of rows reveals it.
     */
    readChanges: async (since: RevisionPair | null): Promise<ReadChanges> => {
      const after = since?.revision ?? -1;
      const rows = await clock.measured(() =>
        client.$queryRaw<(RawRow & ChangeRow)[]>(sql`
          SELECT ${scheduleFields}, "gone"."gone_id" AS "gone", ${revisionColumns}, ${epochMs(now())} AS "now",
                 COALESCE((SELECT "history_id" FROM "zenpulse_revision" WHERE "id" = 1), '') AS "historyId",
                 (SELECT "token" FROM "zenpulse_revision_log" WHERE "revision" = ${after}) AS "sinceToken",
                 (SELECT MIN("revision") FROM "zenpulse_revision_log") + 0e0 AS "oldest",
                 (SELECT COUNT(*) FROM "zenpulse_schedule_config") + 0e0 AS "count"
            FROM (SELECT NULL AS "gone_id"${since === null ? raw('') : deletedAfter(after)}) AS "gone"
            LEFT JOIN "zenpulse_schedule_config"
              ON "gone"."gone_id" IS NULL AND "zenpulse_schedule_config"."row_revision" > ${after}`),
      );
      const changed = rows.flatMap((row) => (row['id'] === null ? [] : [readScheduleRow(row)]));
      return { ...firstOf(rows), changed, deleted: idsIn(rows) };
    },
  };
}

/** Excludes a schedule that was created again with the same id. */
const deletedAfter = (revision: number): Sql => sql`
  UNION ALL SELECT "schedule_id" FROM "zenpulse_schedule_deletion" AS "log" WHERE "log"."revision" > ${revision}
     AND NOT EXISTS (SELECT 1 FROM "zenpulse_schedule_config" AS "there" WHERE "there"."id" = "log"."schedule_id")`;
