import type { Clock, Logger } from '@zenpulse/core/ports';
import { connectToRead } from '../connect.ts';
import { loadDriver } from '../drivers/load-driver.ts';
import type { MigrationReport } from './migration-report.ts';
import { mysqlAddress } from '../mysql/mysql-address.ts';
import { postgresAddress } from '../postgres/postgres-address.ts';
import type { Settings } from '../settings/resolve-settings.ts';

/**
 * Creates the tables or brings them up to date, and returns the names of the applied migrations. Waits for locks of
 * other sessions, and logs that after a second. Throws a StoreError: `schema_mismatch` if a newer release has migrated
 * the database, or `store_unavailable`.
 */
export async function migrate({ database }: Settings, clock: Clock, logger: Logger): Promise<string[]> {
  if (database.kind === 'sqlite') {
    const { migrateSqliteFile } = await import('../sqlite/open-sqlite.ts');
    return migrateSqliteFile(database.file, clock, logger);
  }
  if (database.kind === 'postgres') {
    const { migratePostgres } = await loadDriver('postgres', () => import('../postgres/migrate-postgres.ts'));
    return migratePostgres(postgresAddress(database.url), clock, logger);
  }
  const { migrateMysql } = await loadDriver('mysql', () => import('../mysql/migrate-mysql.ts'));
  return migrateMysql(mysqlAddress(database.url), clock, logger);
}

/**
 * Gives the database a new history id: runners read everything again, and do not catch up occurrences from before. For
 * bulk loads with triggers switched off. Resolves to the id. Throws a StoreError like any store.
 */
export async function beginHistory(settings: Settings, clock: Clock, logger: Logger): Promise<string> {
  const backend = await connectToRead(settings, clock, logger);
  try {
    return await backend.schedules.beginHistory();
  } finally {
    await backend.close();
  }
}

/**
 * The applied migrations, and those that `migrate` would apply. Changes nothing. Throws a StoreError:
 * `store_unavailable`.
 */
export async function readMigrations({ database }: Settings, clock: Clock): Promise<MigrationReport> {
  if (database.kind === 'sqlite') {
    const { readSqliteMigrations } = await import('../sqlite/read-sqlite-migrations.ts');
    return readSqliteMigrations(database.file, clock);
  }
  if (database.kind === 'postgres') {
    const { readPostgresMigrations } = await loadDriver(
      'postgres',
      () => import('../postgres/migrate-postgres.ts'),
    );
    return readPostgresMigrations(postgresAddress(database.url));
  }
  const { readMysqlMigrations } = await loadDriver('mysql', () => import('../mysql/migrate-mysql.ts'));
  return readMysqlMigrations(mysqlAddress(database.url), clock);
}
