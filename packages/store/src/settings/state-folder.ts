import { createHash } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { FILE_MODE, makeFolder, readPlainFile } from '../file/plain-files.ts';
import type { DatabaseAddress } from './database-address.ts';
import { SettingsError } from './settings-error.ts';

/**
 * This database's folder: `root` itself, unless another database uses it. If two databases shared a lease and journals,
 * one's runner would stop the other's and take over its records. Reads only.
 */
export function stateFolderOf(root: string, database: DatabaseAddress): string {
  const owner = ownerOf(root);
  if (owner === null || owner === nameIn(root, database)) return root;
  return join(root, 'databases', folderName(root, database));
}

/**
 * Marks the folder as this database's. If it cannot be written it stays unmarked; the error is reported where the
 * folder is needed. Throws a SettingsError if another database has marked it meanwhile.
 */
export function claimStateFolder(folder: string, database: DatabaseAddress): void {
  const name = nameIn(folder, database);
  try {
    makeFolder(folder);
    writeFileSync(markIn(folder), `${name}\n`, { flag: 'wx', mode: FILE_MODE });
  } catch {
    const owner = ownerOf(folder);
    if (owner === null || owner === name) return;
    throw new SettingsError(
      `stateDir: expected a folder for ${database.label} alone, got ${folder}, which "${owner}" has just taken; start again`,
    );
  }
}

/**
 * A warning if other users of the machine may write to the folder: with that, they control what runners believe about
 * themselves and each other. Null if they may not, and on systems without such permissions. The permissions of an
 * existing folder are not changed.
 */
export function openFolderWarning(folder: string): string | null {
  if (process.platform === 'win32') return null;
  const mode = modeOf(folder);
  if ((mode & 0o022) === 0) return null;
  const said = (mode & 0o777).toString(8);
  return `The state folder ${folder} can be written by other users of this machine (mode ${said}). If they need not, make it yours alone: chmod 700 ${folder}`;
}

/** 0 for a folder that does not exist or cannot be read; creating it reports the error. */
function modeOf(folder: string): number {
  try {
    return statSync(folder).mode;
  } catch {
    return 0;
  }
}

/** Null if no database has marked it yet. */
function ownerOf(folder: string): string | null {
  try {
    return oneNameOf(readPlainFile(markIn(folder), MOST_MARK_BYTES).toString().trim()) || null;
  } catch {
    return null;
  }
}

const MOST_MARK_BYTES = 65_536;

function markIn(folder: string): string {
  return join(folder, 'database');
}

/**
 * A file by its path relative to the folder, so that both can be moved together; a server by its address. Never a
 * password.
 */
function nameIn(folder: string, database: DatabaseAddress): string {
  return database.kind === 'sqlite' ? relative(folder, database.file) : oneNameOf(database.label);
}

/**
 * One name for all addresses of a database, so that processes that spell it differently share signal and journals. All
 * addresses on this machine (such as a tunnel or a pooler) count as the same server, whatever the port.
 */
function oneNameOf(label: string): string {
  return label
    .replace(/^MariaDB /, 'MySQL ')
    .replace(/^(\w+) (?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?\//, '$1 localhost/')
    .replace(/^(PostgreSQL [^/]+):5432\//, '$1/')
    .replace(/^(MySQL [^/]+):3306\//, '$1/');
}

/** Readable, and different for each database. */
function folderName(root: string, database: DatabaseAddress): string {
  const name = nameIn(root, database);
  const plain = basename(name)
    .replaceAll(/[^\w.-]+/g, '-')
    .slice(0, 40);
  return `${plain}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}
