import { sql } from '@prisma/client-runtime-utils';
import type { RunRequestStore } from '@zenpulse/core/ports';
import { createServerRunRequestStore, type RequestRow } from '../server/run-request-store.ts';
import type { RawClient } from '../server/raw-client.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { guarded } from './postgres-errors.ts';

export function createPostgresRunRequestStore(client: RawClient): RunRequestStore {
  return createServerRunRequestStore({
    client,
    dialect: postgresDialect,
    guarded,
    claim: (runnerId, fields) =>
      client.$queryRaw<RequestRow[]>(sql`
        UPDATE "zenpulse_run_request" SET "claimed_at" = statement_timestamp(), "claimed_by" = ${runnerId}
        WHERE "claimed_at" IS NULL RETURNING ${fields}`),
  });
}
