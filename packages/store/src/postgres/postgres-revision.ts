import { raw, sql, type Sql } from '@prisma/client-runtime-utils';
import type { RevisionPair } from '@zenpulse/core/ports';
import { idsIn, type ReadChanges, type RevisionRow } from '../schedules/revision-continuity.ts';
import { firstOf } from '../server/schedule-statements.ts';
import { epochMs } from './postgres-instant.ts';
import type { PostgresScheduleDeps } from './postgres-schedule-statements.ts';
import { readScheduleRow, scheduleAsJson } from './postgres-schedule-row.ts';

/** The revision as columns of a statement that reads something else. */
export const revisionColumns = raw(`
  COALESCE((SELECT "revision" FROM "zenpulse_revision" WHERE "id" = 1), 0)::float8 AS "revision",
  COALESCE((SELECT "token" FROM "zenpulse_revision" WHERE "id" = 1), '') AS "token"`);

type Deps = Pick<PostgresScheduleDeps, 'client' | 'clock' | 'now' | 'pulse'>;

/** A runner's only regular statement: reads the revision and updates the heartbeat when due. */
export async function readPostgresRevision({ client, clock, now, pulse }: Deps): Promise<RevisionPair> {
  const rows = await clock.measured(() =>
    client.$queryRaw<(RevisionPair & { now: number; seen: number })[]>(sql`
      WITH "seen" AS (
        UPDATE "zenpulse_runner" SET "heartbeat_at" = ${now()} WHERE "runner_id" = ${pulse.dueRunner()}::text
        RETURNING 1)
      SELECT ${revisionColumns}, ${epochMs(now())} AS "now", (SELECT COUNT(*)::int FROM "seen") AS "seen"`),
  );
  const { revision, token, seen } = firstOf(rows);
  pulse.answered({ revision, token }, seen > 0);
  return { revision, token };
}

/** One statement is one snapshot. Without changes it returns one row whose schedule is null. */
export async function readPostgresChanges(
  { client, clock, now }: Deps,
  since: RevisionPair | null,
): Promise<ReadChanges> {
  const after = sql`${since?.revision ?? -1}::float8::bigint`;
  const rows = await clock.measured(() =>
    client.$queryRaw<(RevisionRow & { row: string | null; gone: string | null; now: number })[]>(sql`
      SELECT "news"."row", "gone"."id" AS "gone", ${revisionColumns}, ${epochMs(now())} AS "now",
             COALESCE((SELECT "history_id" FROM "zenpulse_revision" WHERE "id" = 1), '') AS "historyId",
             (SELECT "token" FROM "zenpulse_revision_log" WHERE "revision" = ${after}) AS "sinceToken",
             (SELECT MIN("revision") FROM "zenpulse_revision_log")::float8 AS "oldest"
        FROM (SELECT NULL::text AS "id"${since === null ? raw('') : deletedAfter(after)}) AS "gone"
        LEFT JOIN (SELECT ${scheduleAsJson} FROM "zenpulse_schedule_config"
                    WHERE "row_revision" > ${after}) AS "news" ON "gone"."id" IS NULL`),
  );
  const changed = rows.flatMap(({ row }) => (row === null ? [] : [readScheduleRow({ row })]));
  return { ...firstOf(rows), changed, deleted: idsIn(rows) };
}

/** Excludes a schedule that was created again with the same id. */
const deletedAfter = (revision: Sql): Sql => sql`
  UNION ALL SELECT "schedule_id" FROM "zenpulse_schedule_deletion" WHERE "revision" > ${revision}
     AND NOT EXISTS (SELECT 1 FROM "zenpulse_schedule_config" WHERE "id" = "schedule_id")`;
