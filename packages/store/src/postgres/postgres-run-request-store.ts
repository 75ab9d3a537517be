import { sql } from '@prisma/client-runtime-utils';
import type { RunRequestStore } from '@zenpulse/core/ports';
import { createServerRunRequestStore, type RequestRow } from '../server/run-request-store.ts';
import type { DatabaseClient } from '../server/raw-client.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { guarded } from './postgres-errors.ts';

export function createPostgresRunRequestStore(client: DatabaseClient): RunRequestStore {
  return createServerRunRequestStore({
    client,
    dialect: postgresDialect,
    guarded,
    unlessThere: sql`ON CONFLICT DO NOTHING`,
    isRepeatable: () => false, // calls for one key wait for each other, and no call waits for two
    claim: (runnerId, fields) =>
      client.$queryRaw<RequestRow[]>(sql`
        UPDATE "zenpulse_run_request" SET "claimed_at" = statement_timestamp(), "claimed_by" = ${runnerId}
        WHERE "claimed_at" IS NULL RETURNING ${fields}`),
  });
}
