import { raw, sql } from '@prisma/client-runtime-utils';
import type { OutputStore } from '@zenpulse/core/ports';
import { createServerOutputStore } from '../server/output-store.ts';
import type { RawClient } from '../server/raw-client.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { guarded } from './postgres-errors.ts';
import type { DatabaseTime } from './postgres-instant.ts';

export function createPostgresOutputStore(client: RawClient, now: DatabaseTime): OutputStore {
  return createServerOutputStore({
    client,
    dialect: postgresDialect,
    guarded,
    now,
    nowPlus: (ms) => sql`${now()} + ${raw(`interval '${ms} milliseconds'`)}`,
    elseRenew: sql`ON CONFLICT ("run_id") DO UPDATE SET "watched_until" = excluded."watched_until"`,
  });
}
