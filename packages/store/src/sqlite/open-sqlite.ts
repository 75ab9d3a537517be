import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreError, type Clock, type Logger } from '@zenpulse/core/ports';
import type { PrismaClient } from './generated/client/client.ts';
import { hasTables, migrateSqlite } from './migrate-sqlite.ts';
import { missingFile, openingProblem } from './opening-problem.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { isReplaced, SqliteFile, type SqliteFileOptions } from './sqlite-file.ts';

/** The Prisma client of a SQLite file. */
export type SqliteClient = PrismaClient;

export interface OpenSqlite {
  readonly database: SqliteDatabase;
  /** Loaded at the first call, because it takes 60 MB and 200 ms. */
  readonly client: () => Promise<SqliteClient>;
  /** Idempotent. */
  close(): Promise<void>;
}

export interface SqliteOpening {
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** True if a missing file may be created, because it is not known to have existed. */
  readonly mayCreate: boolean;
}

/**
 * Opens the file, turns WAL on and applies missing migrations. If allowed, a missing file is created with its folder.
 * If the file is locked by another process, or is missing and may not be created, each operation tries again, as with
 * an unreachable server. Throws a SettingsError for permanent errors, and `schema_mismatch`.
 */
export async function openSqlite({ file, clock, logger, mayCreate }: SqliteOpening): Promise<OpenSqlite> {
  const opened = sqliteFile(file, clock, logger, { mayCreate });
  try {
    await opened.open();
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'store_unavailable') {
      await opened.close();
      throw error;
    }
    logger.warn({ file }, error.message);
  }
  const client = lazyClient(opened);
  return {
    database: opened.database,
    client: client.load,
    close: async () => {
      await client.close();
      await opened.close();
    },
  };
}

/**
 * The first half of opening; returns the names of the applied migrations. Throws like `openSqlite`, and
 * `store_unavailable`.
 */
export async function migrateSqliteFile(file: string, clock: Clock, logger: Logger): Promise<string[]> {
  const applied: string[] = [];
  const opened = sqliteFile(file, clock, logger, { onApplied: (names) => applied.push(...names) });
  try {
    await opened.open();
    return applied;
  } finally {
    await opened.close();
  }
}

type SqliteFileSettings = Partial<Omit<SqliteFileOptions, 'file' | 'label' | 'logger' | 'prepare'>> & {
  readonly onApplied?: (names: readonly string[]) => void;
};

/** A file that is migrated when it is opened. */
export function sqliteFile(
  file: string,
  clock: Clock,
  logger: Logger,
  { onApplied = sayApplied(file, logger), mayCreate = true, ...limits }: SqliteFileSettings = {},
): SqliteFile {
  const label = `SQLite ${file}`;
  const prepare = async (database: SqliteDatabase, isFirst: boolean): Promise<void> => {
    const mayMake = isFirst && mayCreate;
    try {
      if (mayMake) mkdirSync(dirname(file), { recursive: true });
      else await refuseAsOutage(database, file, label);
      const applied = await migrateSqlite(database, clock, label);
      if (applied.length > 0) onApplied(applied);
    } catch (error) {
      throw isReplaced(error) ? error : openingProblem(error, label, mayMake);
    }
  };
  return new SqliteFile({ file, label, logger, mayCreate, prepare, ...limits });
}

function sayApplied(file: string, logger: Logger) {
  return (applied: readonly string[]) => logger.info({ file, applied }, 'The tables were brought up to date');
}

/**
 * If the file existed before and is now missing or has no tables, that is an outage: new empty tables would mean that
 * every schedule is deleted.
 */
async function refuseAsOutage(database: SqliteDatabase, file: string, label: string): Promise<void> {
  if (!existsSync(file)) throw missingFile(label, null);
  if (await hasTables(database)) return;
  throw new StoreError(
    'store_unavailable',
    `the database does not answer: ${label} has no tables of ZenPulse any more; put the right file back, or run zenpulse migrate to begin with an empty one`,
  );
}

function lazyClient(file: SqliteFile) {
  let loading: Promise<SqliteClient> | null = null;
  const load = async (): Promise<SqliteClient> => {
    const { createSqliteClient } = await import('./prisma/create-sqlite-client.ts');
    return createSqliteClient(file);
  };
  return {
    load: () => (loading ??= load()),
    close: async () => (await loading)?.$disconnect(),
  };
}
