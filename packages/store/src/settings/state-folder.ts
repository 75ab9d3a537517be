import { createHash } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { FILE_MODE, makeFolder, readPlainFile } from '../file/plain-files.ts';
import type { DatabaseAddress } from './database-address.ts';
import { SettingsError } from './settings-error.ts';

/**
 * The folder in `root` that is this database's: `root` itself, unless another database has it. A lease and journals that
 * two databases shared would stop one's runner and take the other's records. Reads only.
 */
export function stateFolderOf(root: string, database: DatabaseAddress): string {
  const owner = ownerOf(root);
  if (owner === null || owner === nameIn(root, database)) return root;
  return join(root, 'databases', folderName(root, database));
}

/**
 * Marks the folder as this database's. Where it cannot be written it stays without a mark: whoever needs it says so.
 * Throws a SettingsError when another database was quicker.
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
 * What to say of a folder that other users of the machine may write to: whoever does decides what the runner believes of itself
 * and of others. Null for none, and where the system has no such rights. One that was made for several users stays so.
 */
export function openFolderWarning(folder: string): string | null {
  if (process.platform === 'win32') return null;
  const mode = modeOf(folder);
  if ((mode & 0o022) === 0) return null;
  const said = (mode & 0o777).toString(8);
  return `The state folder ${folder} can be written by other users of this machine (mode ${said}). If they need not, make it yours alone: chmod 700 ${folder}`;
}

/** 0 of a folder that is not there, or cannot be: whoever makes it says so. */
function modeOf(folder: string): number {
  try {
    return statSync(folder).mode;
  } catch {
    return 0;
  }
}

/** Null when nobody has it yet. */
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

/** A file by its way from the folder, so that both can be moved together; a server by where it is. Never a password. */
function nameIn(folder: string, database: DatabaseAddress): string {
  return database.kind === 'sqlite' ? relative(folder, database.file) : oneNameOf(database.label);
}

/**
 * One name for every address of a database: processes that spell it differently still share signal and journals. What
 * leads to a server from this machine itself (a tunnel, a pooler) is taken for the same server, whatever its port.
 */
function oneNameOf(label: string): string {
  return label
    .replace(/^MariaDB /, 'MySQL ')
    .replace(/^(\w+) (?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?\//, '$1 localhost/')
    .replace(/^(PostgreSQL [^/]+):5432\//, '$1/')
    .replace(/^(MySQL [^/]+):3306\//, '$1/');
}

/** For people, and different for each. */
function folderName(root: string, database: DatabaseAddress): string {
  const name = nameIn(root, database);
  const plain = basename(name)
    .replaceAll(/[^\w.-]+/g, '-')
    .slice(0, 40);
  return `${plain}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}
