import type { Clock, Logger } from '@zenpulse/core/ports';
import { loadDriver } from './load-driver.ts';
import { mysqlAddress } from './mysql/mysql-address.ts';
import { postgresAddress } from './postgres/postgres-address.ts';
import type { Settings } from './settings/resolve-settings.ts';

/**
 * Creates the tables or brings them up to date, and returns the names of the migrations that were applied. Throws a
 * StoreError: `schema_mismatch` when a newer release has been there, `store_unavailable`.
 */
export async function migrate({ database }: Settings, clock: Clock, logger: Logger): Promise<string[]> {
  if (database.kind === 'sqlite') {
    const { migrateSqliteFile } = await import('./sqlite/open-sqlite.ts');
    return migrateSqliteFile(database.file, clock, logger);
  }
  if (database.kind === 'postgres') {
    const { migratePostgres } = await loadDriver('postgres', () => import('./postgres/migrate-postgres.ts'));
    return migratePostgres(postgresAddress(database.url));
  }
  const { migrateMysql } = await loadDriver('mysql', () => import('./mysql/migrate-mysql.ts'));
  return migrateMysql(mysqlAddress(database.url), clock);
}
