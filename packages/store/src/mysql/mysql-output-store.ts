import { raw, sql } from '@prisma/client-runtime-utils';
import type { OutputStore } from '@zenpulse/core/ports';
import { createServerOutputStore } from '../server/output-store.ts';
import type { RawClient } from '../server/raw-client.ts';
import { mysqlDialect } from './mysql-dialect.ts';
import { guarded } from './mysql-errors.ts';
import type { DatabaseTime } from './mysql-instant.ts';

export function createMysqlOutputStore(client: RawClient, now: DatabaseTime): OutputStore {
  return createServerOutputStore({
    client,
    dialect: mysqlDialect,
    guarded,
    now,
    nowPlus: (ms) => sql`${now()} + ${raw(`INTERVAL ${ms * 1_000} MICROSECOND`)}`,
    elseRenew: sql`ON DUPLICATE KEY UPDATE "watched_until" = VALUES("watched_until")`,
  });
}
