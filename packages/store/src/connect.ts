import type { Backend, Clock, Logger } from '@zenpulse/core/ports';
import { loadDriver } from './drivers/load-driver.ts';
import { refuseOldTables } from './schema/look-at-database.ts';
import { packageFile } from './drivers/package-files.ts';
import type { Settings } from './settings/resolve-settings.ts';
import { claimStateFolder, openFolderWarning } from './settings/state-folder.ts';

/**
 * Opens the backend of these settings. Only that one is loaded, since each takes time and memory. Throws a
 * SettingsError if its driver is not installed, or if another database has just taken its state folder.
 */
export async function connect(settings: Settings, clock: Clock, logger: Logger): Promise<Backend> {
  claimStateFolder(settings.stateDir, settings.database);
  const warning = openFolderWarning(settings.stateDir);
  if (warning !== null) logger.warn({}, warning);
  return open(settings, clock, logger);
}

/**
 * The same for reading only: nothing is migrated and no folder is claimed. Throws `schema_mismatch` for tables that are
 * not up to date.
 */
export async function connectToRead(settings: Settings, clock: Clock, logger: Logger): Promise<Backend> {
  await refuseOldTables(settings, clock);
  return open(settings, clock, logger);
}

async function open({ database, stateDir }: Settings, clock: Clock, logger: Logger): Promise<Backend> {
  packageFile('.'); // throws at each call if only our code was bundled; a module would throw at its first import only
  if (database.kind === 'sqlite') {
    const { connectSqlite } = await import('./sqlite/connect-sqlite.ts');
    return connectSqlite({ file: database.file, stateDir, clock, logger });
  }
  if (database.kind === 'postgres') {
    const { connectPostgres } = await loadDriver('postgres', () => import('./postgres/connect-postgres.ts'));
    return connectPostgres({ url: database.url, stateDir, clock, logger });
  }
  const { connectMysql } = await loadDriver('mysql', () => import('./mysql/connect-mysql.ts'));
  return connectMysql({ url: database.url, stateDir, clock, logger });
}
