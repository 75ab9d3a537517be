import type { TokenStore } from '@zenpulse/core/ports';
import { raw, sql } from '../sql/sql.ts';
import { createTokenStore } from '../tokens/token-store.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { guarded, isUniqueViolation } from './sqlite-errors.ts';
import { fromSqliteInstant, toSqliteInstant } from './sqlite-instant.ts';

export function createSqliteTokenStore(database: SqliteDatabase): TokenStore {
  return createTokenStore({
    guarded,
    isUniqueViolation,
    query: (statement) => database.query(statement),
    execute: (statement) => database.execute(statement),
    instant: (epochMs) => sql`${toSqliteInstant(epochMs)}`,
    selected: (column) => raw(column),
    epochMs: fromSqliteInstant,
  });
}
