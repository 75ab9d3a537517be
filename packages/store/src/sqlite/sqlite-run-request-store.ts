import type { ClaimedRequest, Clock, RunRequest, RunRequestStore } from '@zenpulse/core/ports';
import { readParams, writtenParams } from '../requests/request-params.ts';
import { sql } from '../sql/sql.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { guarded } from './sqlite-errors.ts';
import { fromSqliteInstant, toSqliteInstant } from './sqlite-instant.ts';
import { textsIn } from './texts-in.ts';

interface Row {
  readonly id: string;
  readonly scheduleId: string;
  readonly requestedAt: string;
  readonly params: string | null;
}

interface ClaimedRow extends Row {
  readonly claimedBy: string | null;
  readonly claimedAt: string;
}

const requestFields = sql`"id", "schedule_id" AS "scheduleId", "requested_at" AS "requestedAt", "params"`;

export function createSqliteRunRequestStore(database: SqliteDatabase, clock: Clock): RunRequestStore {
  return {
    add: ({ id, scheduleId, requestedAt, params }) =>
      guarded(async () => {
        await database.execute(sql`
          INSERT INTO "zenpulse_run_request" ("id", "schedule_id", "requested_at", "params")
          VALUES (${id}, ${scheduleId}, ${toSqliteInstant(requestedAt)}, ${writtenParams(params)})`);
      }),
    claim: (runnerId) =>
      guarded(async () => {
        const rows = await database.query<Row>(sql`
          UPDATE "zenpulse_run_request" SET "claimed_at" = ${toSqliteInstant(clock.now())}, "claimed_by" = ${runnerId}
          WHERE "claimed_at" IS NULL RETURNING ${requestFields}`);
        return rows.map(fromRow);
      }),
    expired: (before) =>
      guarded(async () => {
        const rows = await database.query<Row>(sql`
          SELECT ${requestFields} FROM "zenpulse_run_request"
          WHERE "claimed_at" IS NULL AND "requested_at" < ${toSqliteInstant(before)}`);
        return rows.map(fromRow);
      }),
    claimed: () =>
      guarded(async () => {
        const rows = await database.query<ClaimedRow>(sql`
          SELECT ${requestFields}, "claimed_by" AS "claimedBy", "claimed_at" AS "claimedAt"
          FROM "zenpulse_run_request" WHERE "claimed_at" IS NOT NULL`);
        return rows.map(fromClaimedRow);
      }),
    forget: (ids) =>
      guarded(async () => {
        await database.execute(sql`DELETE FROM "zenpulse_run_request" WHERE "id" IN (${textsIn(ids)})`);
      }),
  };
}

function fromClaimedRow(row: ClaimedRow): ClaimedRequest {
  return { ...fromRow(row), claimedBy: row.claimedBy ?? '', claimedAt: fromSqliteInstant(row.claimedAt) };
}

function fromRow({ id, scheduleId, requestedAt, params }: Row): RunRequest {
  return { id, scheduleId, requestedAt: fromSqliteInstant(requestedAt), ...readParams(params) };
}
