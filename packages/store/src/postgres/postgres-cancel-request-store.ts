import { sql } from '@prisma/client-runtime-utils';
import type { CancelRequestStore } from '@zenpulse/core/ports';
import { createServerCancelRequestStore } from '../server/cancel-request-store.ts';
import type { RawClient } from '../server/raw-client.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { guarded } from './postgres-errors.ts';

export function createPostgresCancelRequestStore(client: RawClient): CancelRequestStore {
  const unlessThere = sql`ON CONFLICT DO NOTHING`;
  return createServerCancelRequestStore({ client, dialect: postgresDialect, guarded, unlessThere });
}
