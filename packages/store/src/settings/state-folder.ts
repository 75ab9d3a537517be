import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
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
    mkdirSync(folder, { recursive: true });
    writeFileSync(markIn(folder), `${name}\n`, { flag: 'wx' });
  } catch {
    const owner = ownerOf(folder);
    if (owner === null || owner === name) return;
    throw new SettingsError(
      `stateDir: expected a folder for ${database.label} alone, got ${folder}, which "${owner}" has just taken; start again`,
    );
  }
}

/** Null when nobody has it yet. */
function ownerOf(folder: string): string | null {
  try {
    return oneNameOf(readFileSync(markIn(folder), 'utf8').trim()) || null;
  } catch {
    return null;
  }
}

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
