import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { loadPostgres } from './load-postgres.ts';
import { SettingsError } from './settings/settings-error.ts';

const missing = (name: string, code = 'ERR_MODULE_NOT_FOUND') =>
  Promise.reject(Object.assign(new Error(`Cannot find package '${name}' imported from /app/x.js`), { code }));

it.each(['pg', '@prisma/adapter-pg'])('without %s says what to install, in one line', async (name) => {
  const refused: unknown = await loadPostgres(() => missing(name)).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(SettingsError);
  expect((refused as Error).message).toMatch(
    /^database: PostgreSQL needs its driver, which is not installed; install it with "npm install pg @prisma\/adapter-pg@\S+"$/,
  );
});

it('names the version of the adapter that fits the client', async () => {
  const message = await loadPostgres(() => missing('pg')).catch((error: Error) => error.message);
  const manifest = createRequire(import.meta.url)('@prisma/client/package.json') as { version: string };
  expect(message).toContain(`@prisma/adapter-pg@${manifest.version}"`);
});

it('passes on what was loaded, and whatever else went wrong', async () => {
  expect(await loadPostgres(async () => 'module')).toBe('module');
  await expect(loadPostgres(() => missing('pg-native'))).rejects.not.toBeInstanceOf(SettingsError);
  await expect(loadPostgres(() => missing('pg', 'ERR_OTHER'))).rejects.not.toBeInstanceOf(SettingsError);
});
