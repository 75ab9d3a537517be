import type { Clock, Logger } from '@zenpulse/core/ports';
import { loadPostgres } from './load-postgres.ts';
import type { MigrationReport } from './migration-report.ts';
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
  const { migratePostgres } = await loadPostgres(() => import('./postgres/migrate-postgres.ts'));
  return migratePostgres(postgresAddress(database.url));
}

/** What `migrate` would do, and what was done. Changes nothing. Throws a StoreError: `store_unavailable`. */
export async function readMigrations({ database }: Settings, clock: Clock): Promise<MigrationReport> {
  if (database.kind === 'sqlite') {
    const { readSqliteMigrations } = await import('./sqlite/read-sqlite-migrations.ts');
    return readSqliteMigrations(database.file, clock);
  }
  const { readPostgresMigrations } = await loadPostgres(() => import('./postgres/migrate-postgres.ts'));
  return readPostgresMigrations(postgresAddress(database.url));
}
