import { join, sql, type Sql } from '@prisma/client-runtime-utils';
import type { RunRequestStore } from '@zenpulse/core/ports';
import type { DatabaseClient } from '../server/raw-client.ts';
import { createServerRunRequestStore, type RequestRow } from '../server/run-request-store.ts';
import { mysqlDialect } from './mysql-dialect.ts';
import { guarded, isDeadlock } from './mysql-errors.ts';

const CLAIM_TRIES = 5;

export function createMysqlRunRequestStore(client: DatabaseClient): RunRequestStore {
  return createServerRunRequestStore({
    client,
    dialect: mysqlDialect,
    guarded,
    unlessThere: sql`ON DUPLICATE KEY UPDATE "run_id" = "run_id"`,
    isRepeatable: isDeadlock,
    claim: (runnerId, fields) => claim(client, runnerId, fields),
  });
}

/** UPDATE returns no rows here: the requests are locked, read, and claimed. Usually there are none. */
async function claim(client: DatabaseClient, runnerId: string, fields: Sql): Promise<RequestRow[]> {
  for (let left = CLAIM_TRIES - 1; ; left -= 1) {
    try {
      return await client.$transaction(async (transaction) => {
        const requests = await transaction.$queryRaw<RequestRow[]>(sql`
          SELECT ${fields} FROM "zenpulse_run_request" WHERE "claimed_at" IS NULL FOR UPDATE`);
        if (requests.length === 0) return requests;
        await transaction.$executeRaw(sql`
          UPDATE "zenpulse_run_request" SET "claimed_at" = utc_timestamp(3), "claimed_by" = ${runnerId}
          WHERE "id" IN (${join(requests.map(({ id }) => id))})`);
        return requests;
      });
    } catch (error) {
      if (left === 0 || !isDeadlock(error)) throw error;
    }
  }
}
