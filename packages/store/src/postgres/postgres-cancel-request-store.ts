import { sqltag as sql } from '@prisma/client/runtime/client';
import type { CancelRequestStore } from '@zenpulse/core/ports';
import { createServerCancelRequestStore } from '../server/cancel-request-store.ts';
import type { PostgresClient } from './open-postgres.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { guarded } from './postgres-errors.ts';

export function createPostgresCancelRequestStore(client: PostgresClient): CancelRequestStore {
  const unlessThere = sql`ON CONFLICT DO NOTHING`;
  return createServerCancelRequestStore({ client, dialect: postgresDialect, guarded, unlessThere });
}
