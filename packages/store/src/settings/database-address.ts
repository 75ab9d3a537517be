import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mysqlAddress } from '../mysql/mysql-address.ts';
import { postgresAddress } from '../postgres/postgres-address.ts';
import { SettingsError } from './settings-error.ts';

/** Where the schedules are stored. */
export type DatabaseAddress = SqliteDatabase | ServerDatabase;

interface SqliteDatabase {
  readonly kind: 'sqlite';
  /** Absolute. */
  readonly file: string;
  /** The name for messages. */
  readonly label: string;
}

interface ServerDatabase {
  readonly kind: 'postgres' | 'mysql';
  /** Contains the password: not to be shown. */
  readonly url: string;
  /** The name for messages, without a password. */
  readonly label: string;
}

/** Parses a database URL. Relative SQLite paths start at `baseDir`. Throws a SettingsError. */
export function databaseAddress(url: string, baseDir: string): DatabaseAddress {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? 'no scheme';
  switch (scheme) {
    case 'file': {
      const file = sqliteFile(url, baseDir);
      return { kind: 'sqlite', file, label: `SQLite ${file}` };
    }
    case 'postgresql':
    case 'postgres':
      return { kind: 'postgres', url, label: postgresAddress(url).label };
    case 'mysql':
    case 'mariadb':
      return { kind: 'mysql', url, label: mysqlAddress(url).label };
    default:
      throw new SettingsError(`database: expected ${KNOWN}, got ${scheme}`);
  }
}

const KNOWN =
  'a SQLite file such as "file:./zenpulse.db", or an address such as "postgresql://user:password@host:5432/database" or "mysql://user:password@host:3306/database"';

/** For SQLite beside the file; for a server in the folder where relative paths start. */
export function defaultStateDir(address: DatabaseAddress, baseDir: string): string {
  return join(address.kind === 'sqlite' ? dirname(address.file) : baseDir, '.zenpulse');
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
