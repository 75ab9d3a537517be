import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { loadDriver } from './load-driver.ts';
import { SettingsError } from './settings/settings-error.ts';

const missing = (name: string, code = 'ERR_MODULE_NOT_FOUND') =>
  Promise.reject(Object.assign(new Error(`Cannot find package '${name}' imported from /app/x.js`), { code }));

describe.each([
  ['postgres', 'PostgreSQL', 'pg', '@prisma/adapter-pg'],
  ['mysql', 'MySQL', 'mariadb', '@prisma/adapter-mariadb'],
] as const)('the driver of %s', (kind, product, driver, adapter) => {
  it('says what to install when the driver or its adapter is not there, in one line, in the version that fits', async () => {
    const manifest = createRequire(import.meta.url)('@prisma/client/package.json') as { version: string };
    for (const name of [driver, adapter]) {
      const refused: unknown = await loadDriver(kind, () => missing(name)).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(SettingsError);
      expect((refused as Error).message).toBe(
        `database: ${product} needs its driver, which is not installed; install it with "npm install ${driver} ${adapter}@${manifest.version}"`,
      );
    }
  });

  it('passes on what was loaded, and whatever else went wrong', async () => {
    expect(await loadDriver(kind, async () => 'module')).toBe('module');
    await expect(loadDriver(kind, () => missing(`${driver}-native`))).rejects.not.toBeInstanceOf(
      SettingsError,
    );
    await expect(loadDriver(kind, () => missing(driver, 'ERR_OTHER'))).rejects.not.toBeInstanceOf(
      SettingsError,
    );
  });
});
