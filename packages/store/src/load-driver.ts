import { SettingsError } from './settings/settings-error.ts';

/** How Node says that an import is not installed, in either module system. */
const NOT_FOUND = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);

/** The adapters' version is that of @prisma/client: the newest one may not fit. */
const DRIVERS = {
  postgres: { product: 'PostgreSQL', driver: 'pg', adapter: '@prisma/adapter-pg', version: '7.10.0' },
  mysql: { product: 'MySQL', driver: 'mariadb', adapter: '@prisma/adapter-mariadb', version: '7.10.0' },
} as const;

/** Loads a module that needs a server's driver, which is installed only by those who want it. */
export async function loadDriver<Module>(
  kind: keyof typeof DRIVERS,
  load: () => Promise<Module>,
): Promise<Module> {
  const { product, driver, adapter, version } = DRIVERS[kind];
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isMissing = [driver, adapter].some((name) => message.includes(`'${name}'`));
    if (code === undefined || !NOT_FOUND.has(code) || !isMissing) throw error;
    throw new SettingsError(
      `database: ${product} needs its driver, which is not installed; install it with "npm install ${driver} ${adapter}@${version}"`,
      { cause: error },
    );
  }
}
