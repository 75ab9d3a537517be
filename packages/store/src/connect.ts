import type { Backend, Clock, Logger } from '@zenpulse/core/ports';
import type { Settings } from './settings/resolve-settings.ts';

/** Opens the backend that the settings name. Only the one in use is loaded: each costs time and memory. */
export async function connect(settings: Settings, clock: Clock, logger: Logger): Promise<Backend> {
  const { connectSqlite } = await import('./sqlite/connect-sqlite.ts');
  return connectSqlite({ file: settings.database.file, stateDir: settings.stateDir, clock, logger });
}
