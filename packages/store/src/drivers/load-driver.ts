import { installCommand } from './package-manager.ts';
import { SettingsError } from '../settings/settings-error.ts';

/** Node's error codes for an import that is not installed, in both module systems. */
const NOT_FOUND = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);

const DRIVERS = {
  postgres: { product: 'PostgreSQL', driver: 'pg' },
  mysql: { product: 'MySQL', driver: 'mariadb' },
} as const;

/** Loads a module that needs a server's driver, which is an optional peer dependency. */
export async function loadDriver<Module>(
  kind: keyof typeof DRIVERS,
  load: () => Promise<Module>,
): Promise<Module> {
  const { product, driver } = DRIVERS[kind];
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined || !NOT_FOUND.has(code) || !message.includes(`'${driver}'`)) throw error;
    const { npm_config_user_agent: userAgent } = process.env;
    const command = installCommand(driver, { folder: process.cwd(), userAgent });
    throw new SettingsError(
      `database: ${product} needs its driver, which is not installed; install it with "${command}"`,
      { cause: error },
    );
  }
}
