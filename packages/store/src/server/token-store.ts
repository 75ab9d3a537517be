import { raw } from '@prisma/client-runtime-utils';
import type { TokenStore } from '@zenpulse/core/ports';
import { createTokenStore, type TokenDatabase } from '../tokens/token-store.ts';
import type { RawClient } from './raw-client.ts';
import type { SqlDialect } from './sql-dialect.ts';

export interface ServerTokenDeps extends Pick<TokenDatabase, 'guarded' | 'isUniqueViolation'> {
  readonly client: RawClient;
  readonly dialect: SqlDialect;
}

export function createServerTokenStore({ client, dialect, ...errors }: ServerTokenDeps): TokenStore {
  return createTokenStore({
    ...errors,
    query: (statement) => client.$queryRaw(statement),
    execute: (statement) => client.$executeRaw(statement),
    instant: (epochMs) => dialect.instant(epochMs),
    selected: (column) => dialect.epochMs(raw(column)),
    epochMs: Number,
  });
}
