import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SettingsError } from './settings-error.ts';

/** Where the schedules live. */
export interface DatabaseAddress {
  readonly kind: 'sqlite';
  /** Absolute. */
  readonly file: string;
  /** As it may be shown: never with a password. */
  readonly label: string;
}

/** Reads a database URL. Relative SQLite paths start at `baseDir`. Throws a SettingsError. */
export function databaseAddress(url: string, baseDir: string): DatabaseAddress {
  if (url.startsWith('file:')) {
    const file = sqliteFile(url, baseDir);
    return { kind: 'sqlite', file, label: `SQLite ${file}` };
  }
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1] ?? 'no scheme';
  throw new SettingsError(
    `database: expected a SQLite file such as "file:./zenpulse.db" (PostgreSQL and MySQL are not supported yet), got ${scheme}`,
  );
}

/** Beside the SQLite file. */
export function defaultStateDir(address: DatabaseAddress): string {
  return join(dirname(address.file), '.zenpulse');
}

function sqliteFile(url: string, baseDir: string): string {
  if (url.startsWith('file://')) return localFile(url);
  const path = url.slice('file:'.length);
  if (path === '' || path === ':memory:' || path.includes('?')) {
    throw new SettingsError(
      `database: expected a file that two processes can open, such as "file:./zenpulse.db", got "${url}"`,
    );
  }
  return isAbsolute(path) ? path : join(baseDir, path);
}

function localFile(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    throw new SettingsError('database: expected a file of this machine, such as "file:///data/zenpulse.db"');
  }
}
