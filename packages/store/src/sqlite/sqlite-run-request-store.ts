import {
  RUN_KEY_KEPT_MS,
  type ClaimedRequest,
  type Clock,
  type KeyedRun,
  type RunKey,
  type RunRequest,
  type RunRequestStore,
} from '@zenpulse/core/ports';
import { readParams, writtenParams } from '../requests/request-params.ts';
import { sql, type Sql } from '../sql/sql.ts';
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
    addOnce: (request, key) =>
      guarded(async () => {
        const results = await database.transact(statementsOnce(request, key));
        return results.at(-1)?.rows[0] as unknown as KeyedRun; // the last statement selects the key's row
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

/** The key's row decides; the request is added if that row is its own. */
function statementsOnce(
  { id, scheduleId, requestedAt, params }: RunRequest,
  { key, paramsHash }: RunKey,
): Sql[] {
  const at = toSqliteInstant(requestedAt);
  const keyRow = sql`FROM "zenpulse_run_key" WHERE "schedule_id" = ${scheduleId} AND "idempotency_key" = ${key}`;
  return [
    sql`DELETE FROM "zenpulse_run_key" WHERE "created_at" <= ${toSqliteInstant(requestedAt - RUN_KEY_KEPT_MS)}`,
    sql`INSERT INTO "zenpulse_run_key" ("schedule_id", "idempotency_key", "run_id", "params_hash", "created_at")
        VALUES (${scheduleId}, ${key}, ${id}, ${paramsHash}, ${at}) ON CONFLICT DO NOTHING`,
    sql`INSERT INTO "zenpulse_run_request" ("id", "schedule_id", "requested_at", "params")
        SELECT ${id}, ${scheduleId}, ${at}, ${writtenParams(params)} WHERE EXISTS (SELECT 1 ${keyRow} AND "run_id" = ${id})`,
    sql`SELECT "run_id" AS "runId", "params_hash" AS "paramsHash" ${keyRow}`,
  ];
}

function fromClaimedRow(row: ClaimedRow): ClaimedRequest {
  return { ...fromRow(row), claimedBy: row.claimedBy ?? '', claimedAt: fromSqliteInstant(row.claimedAt) };
}

function fromRow({ id, scheduleId, requestedAt, params }: Row): RunRequest {
  return { id, scheduleId, requestedAt: fromSqliteInstant(requestedAt), ...readParams(params) };
}
