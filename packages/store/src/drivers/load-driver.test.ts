import { describe, expect, it } from 'vitest';
import { loadDriver } from './load-driver.ts';
import { SettingsError } from '../settings/settings-error.ts';

const missing = (name: string, code = 'ERR_MODULE_NOT_FOUND') =>
  Promise.reject(Object.assign(new Error(`Cannot find package '${name}' imported from /app/x.js`), { code }));

describe.each([
  ['postgres', 'PostgreSQL', 'pg'],
  ['mysql', 'MySQL', 'mariadb'],
] as const)('the driver of %s', (kind, product, driver) => {
  it('names in one line what to install if it is missing, for the package manager of this folder', async () => {
    const refused: unknown = await loadDriver(kind, () => missing(driver)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SettingsError);
    expect((refused as Error).message).toBe(
      `database: ${product} needs its driver, which is not installed; install it with "pnpm add ${driver}"`,
    );
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
