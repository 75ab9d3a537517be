import { sql } from '@prisma/client-runtime-utils';
import type { CancelRequestStore } from '@zenpulse/core/ports';
import { createServerCancelRequestStore } from '../server/cancel-request-store.ts';
import { mysqlDialect } from './mysql-dialect.ts';
import { guarded } from './mysql-errors.ts';
import type { RawClient } from '../server/raw-client.ts';

export function createMysqlCancelRequestStore(client: RawClient): CancelRequestStore {
  const unlessThere = sql`ON DUPLICATE KEY UPDATE "run_id" = "run_id"`;
  return createServerCancelRequestStore({ client, dialect: mysqlDialect, guarded, unlessThere });
}
