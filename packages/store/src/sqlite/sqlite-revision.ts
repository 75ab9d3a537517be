import type { RevisionPair } from '@zenpulse/core/ports';
import { idsIn, type ReadChanges, type RevisionRow } from '../schedules/revision-continuity.ts';
import { raw, sql, type Sql } from '../sql/sql.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { readScheduleRow, scheduleAsJson } from './sqlite-schedule-row.ts';

const revision = sql`COALESCE((SELECT "revision" FROM "zenpulse_revision" WHERE "id" = 1), 0)`;
const token = sql`COALESCE((SELECT "token" FROM "zenpulse_revision" WHERE "id" = 1), '')`;
const historyId = sql`COALESCE((SELECT "history_id" FROM "zenpulse_revision" WHERE "id" = 1), '')`;

export async function readSqliteRevision(database: SqliteDatabase): Promise<RevisionPair> {
  const [row] = await database.query<RevisionPair>(
    sql`SELECT "revision", "token" FROM "zenpulse_revision" WHERE "id" = 1`,
  );
  return row ?? { revision: 0, token: '' };
}

export async function hasHadSqliteRevision(database: SqliteDatabase, pair: RevisionPair): Promise<boolean> {
  const rows = await database.query(sql`
    SELECT 1 FROM "zenpulse_revision_log" WHERE "revision" = ${pair.revision} AND "token" = ${pair.token}`);
  return rows.length > 0;
}

/** Raising the revision adds a token and a row in its log. */
export const beginSqliteHistory = (historyId: string): Sql => sql`
  UPDATE "zenpulse_revision" SET "revision" = "revision" + 1, "history_id" = ${historyId} WHERE "id" = 1`;

/** One statement is one snapshot. Without changes it returns one row whose schedule is null. */
export async function readSqliteChanges(
  database: SqliteDatabase,
  since: RevisionPair | null,
): Promise<ReadChanges> {
  const after = since?.revision ?? -1;
  const rows = await database.query<RevisionRow & { row: string | null; gone: string | null }>(sql`
    SELECT "news"."row", "gone"."id" AS "gone", ${revision} AS "revision", ${token} AS "token",
           ${historyId} AS "historyId",
           (SELECT "token" FROM "zenpulse_revision_log" WHERE "revision" = ${after}) AS "sinceToken",
           (SELECT MIN("revision") FROM "zenpulse_revision_log") AS "oldest"
      FROM (SELECT NULL AS "id"${since === null ? raw('') : deletedAfter(after)}) AS "gone"
      LEFT JOIN (SELECT ${scheduleAsJson} FROM "zenpulse_schedule_config"
                  WHERE "row_revision" > ${after}) AS "news" ON "gone"."id" IS NULL`);
  const [first] = rows;
  if (first === undefined) throw new Error('expected the revision of a SQLite database, got no row');
  const changed = rows.flatMap(({ row }) => (row === null ? [] : [readScheduleRow({ row })]));
  return { ...first, changed, deleted: idsIn(rows) };
}

/** Excludes a schedule that was created again with the same id. */
const deletedAfter = (revision: number): Sql => sql`
  UNION ALL SELECT "schedule_id" FROM "zenpulse_schedule_deletion" WHERE "revision" > ${revision}
     AND "schedule_id" NOT IN (SELECT "id" FROM "zenpulse_schedule_config")`;
