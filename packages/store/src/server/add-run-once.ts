import { sql, type Sql } from '@prisma/client-runtime-utils';
import { RUN_KEY_KEPT_MS, type KeyedRun, type RunKey, type RunRequest } from '@zenpulse/core/ports';
import type { DatabaseClient, RawClient } from './raw-client.ts';
import type { SqlDialect } from './sql-dialect.ts';

export interface RunOnceDeps {
  readonly client: DatabaseClient;
  readonly dialect: SqlDialect;
  /** The end of an INSERT that leaves an existing row unchanged. */
  readonly unlessThere: Sql;
  /** True if the transaction was rolled back because of others and can be tried again. */
  readonly isRepeatable: (error: unknown) => boolean;
  readonly insert: (client: RawClient, request: RunRequest) => Promise<void>;
}

const TRIES = 5;

/**
 * Adds a request, unless its schedule has the key already. The key's row decides between calls at the same time: its
 * primary key lets one in, and the others wait for its commit.
 */
export async function addRunOnce(request: RunRequest, runKey: RunKey, deps: RunOnceDeps): Promise<KeyedRun> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await tryOnce(request, runKey, deps);
    } catch (error) {
      if (left === 0 || !deps.isRepeatable(error)) throw error;
    }
  }
}

async function tryOnce(
  request: RunRequest,
  { key, paramsHash }: RunKey,
  { client, dialect: { instant }, unlessThere, insert }: RunOnceDeps,
): Promise<KeyedRun> {
  const { id, scheduleId, requestedAt } = request;
  await client.$executeRaw(sql`
    DELETE FROM "zenpulse_run_key" WHERE "created_at" <= ${instant(requestedAt - RUN_KEY_KEPT_MS)}`);
  return client.$transaction(async (transaction) => {
    await transaction.$executeRaw(sql`
      INSERT INTO "zenpulse_run_key" ("schedule_id", "idempotency_key", "run_id", "params_hash", "created_at")
      VALUES (${scheduleId}, ${key}, ${id}, ${paramsHash}, ${instant(requestedAt)}) ${unlessThere}`);
    const [kept] = await transaction.$queryRaw<KeyedRun[]>(sql`
      SELECT "run_id" AS "runId", "params_hash" AS "paramsHash" FROM "zenpulse_run_key"
      WHERE "schedule_id" = ${scheduleId} AND "idempotency_key" = ${key}`);
    if (kept === undefined || kept.runId === id) await insert(transaction, request);
    return kept ?? { runId: id, paramsHash };
  });
}
