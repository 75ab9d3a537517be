import { SettingsError } from './settings/settings-error.ts';

/** How Node says that an import is not installed, in either module system. */
const NOT_FOUND = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);
const PEERS = /'(?:pg|@prisma\/adapter-pg)'/;

/** Loads a module that needs the PostgreSQL driver, which is installed only by those who want it. */
export async function loadPostgres<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined || !NOT_FOUND.has(code) || !PEERS.test(message)) throw error;
    // The adapter's version is that of @prisma/client: the newest one may not fit.
    throw new SettingsError(
      'database: PostgreSQL needs its driver, which is not installed; install it with "npm install pg @prisma/adapter-pg@7.10.0"',
      { cause: error },
    );
  }
}
