import { StoreError } from '@zenpulse/core/ports';
import { SettingsError } from '../settings/settings-error.ts';
import { primaryCodeOf, SQLITE_CANNOT_OPEN } from './thread/sqlite-code.ts';
import { FILE_MISSING } from './thread/thread-messages.ts';
import { sqliteReason } from './sqlite-reason.ts';

/** SQLite's primary codes of temporary errors: busy, locked, I/O error, disk full, a race for the lock. */
const PASSING = new Set([5, 6, 10, 13, 15]);
const READ_ONLY = 8;
const NO_DATABASE = 26;

const ANOTHER = 'name another one with --database or ZENPULSE_DATABASE_URL';
const WRITABLE = `expected a file in a folder that this user may write; give the rights (chown, chmod), or ${ANOTHER}`;

/**
 * Classifies an error of opening a SQLite file: temporarily unavailable, or a setting that has to be changed.
 * `mayMake`: a missing file may be created; one that was open before is always considered temporarily unavailable.
 */
export function openingProblem(error: unknown, label: string, mayMake: boolean): Error {
  if (error instanceof StoreError) return error;
  if ((error as { code?: string }).code === FILE_MISSING) return missingFile(label, error);
  const code = primaryCodeOf(error);
  const reason = (error instanceof Error ? error.message : String(error)).trim();
  if (PASSING.has(code) || !mayMake) {
    const message = `the database does not answer: another process keeps ${label} for itself, or its disk does not work (${reason})`;
    const why = sqliteReason({ code, message: reason });
    return new StoreError('store_unavailable', message, {
      cause: error,
      ...(why === null ? {} : { reason: why }),
    });
  }
  return new SettingsError(`database: ${label} cannot be opened: ${adviceOn(error, code) ?? reason}`, {
    cause: error,
  });
}

function adviceOn(error: unknown, code: number): string | null {
  if (code === NO_DATABASE) return `the file is not a database; ${ANOTHER}`;
  if (code === SQLITE_CANNOT_OPEN || code === READ_ONLY) return WRITABLE;
  return (error as NodeJS.ErrnoException | null)?.syscall === 'mkdir'
    ? `${(error as Error).message}; ${WRITABLE}`
    : null;
}

export function missingFile(label: string, cause: unknown): StoreError {
  const message = `the database does not answer: ${label} is missing; put the file back, or stop every process and start with another one`;
  return new StoreError('store_unavailable', message, { cause });
}
