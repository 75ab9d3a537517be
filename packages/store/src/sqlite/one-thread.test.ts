import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const packages = fileURLToPath(new URL('../../..', import.meta.url));

it('of the sources only the thread imports the driver, and nothing outside of it imports what does', () => {
  const importers = (of: RegExp) =>
    sources(packages)
      .filter((file) => importsOf(readFileSync(join(packages, file), 'utf8')).some((name) => of.test(name)))
      .sort();
  expect(importers(/^(?:libsql|@libsql\/|@prisma\/adapter-libsql|better-sqlite3|node:sqlite)/)).toEqual([
    'store/src/sqlite/thread/libsql-connection.ts',
  ]);
  const connection = /\/(?:libsql-connection|database-thread|sqlite-thread)\.ts$/;
  const outside = importers(connection).filter((file) => !file.startsWith('store/src/sqlite/thread/'));
  expect(outside).toEqual([]);
});

/** The modules that a module loads; types are not loaded. */
function importsOf(text: string): string[] {
  return [
    ...text.matchAll(/(?:^|\n)(?:import|export) (?!type\b)[^;]*?from '([^']+)'|import\('([^']+)'\)/g),
  ].map(([, from, imported]) => from ?? imported ?? '');
}

/** Without tests and their helpers, which run in other processes. */
function sources(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => /^[^/]+\/src\//.test(file) && !/\/(?:testing|generated|node_modules)\//.test(file));
}
