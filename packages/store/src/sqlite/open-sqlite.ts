import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StoreError, type Clock, type Logger } from '@zenpulse/core/ports';
import { createStoreGate, type StoreGate } from '../store-gate.ts';
import { tracedAdapter } from '../traced-adapter.ts';
import type { PrismaClient } from './generated/client/client.ts';
import { migrateSqlite } from './migrate-sqlite.ts';
import { openingProblem } from './opening-problem.ts';
import { openLocalDatabase } from './local-database.ts';
import { ReconnectingLibSql } from './reconnecting-libsql.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

/** What was not to be had in 10 s is asked for in passing: a stop waits for what is under way. */
const SHORT_PATIENCE_MS = 500;

/** The Prisma client of a SQLite file. */
export type SqliteClient = PrismaClient;

export interface OpenSqlite {
  readonly database: SqliteDatabase;
  /** Loaded by the first call: it costs 60 MB and 200 ms. */
  readonly client: () => Promise<SqliteClient>;
  /** For every store: what it begins while the file cannot be had is `store_unavailable`. */
  readonly gate: StoreGate;
  /** Idempotent. */
  close(): Promise<void>;
}

/**
 * Opens the file (made when missing, with its folder), turns WAL on and brings the tables up to date. A file that another
 * process keeps for itself is tried again by each operation, like a server that is away. Throws a SettingsError for what no
 * waiting cures, and `schema_mismatch`.
 */
export async function openSqlite(file: string, clock: Clock, logger: Logger): Promise<OpenSqlite> {
  const factory = libSql(file, clock, logger);
  const database = openLocalDatabase({ file, clock, logger });
  const client = lazyClient(factory);
  const opened = {
    database,
    client: client.load,
    close: async () => {
      await database.close();
      await client.close();
    },
  };
  const prepare = async (connections: ReconnectingLibSql): Promise<void> => {
    const applied = await migrated(connections, file, clock);
    if (applied.length > 0) logger.info({ file, applied }, 'The tables were brought up to date');
  };
  try {
    await prepare(factory);
    return { ...opened, gate: (store) => store };
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'store_unavailable') throw error;
    logger.warn({ file }, error.message);
    const again = libSql(file, clock, logger, SHORT_PATIENCE_MS);
    return { ...opened, gate: createStoreGate(() => prepare(again)) };
  }
}

/** The first half of opening; returns the names of what was applied. Throws like `openSqlite`, and `store_unavailable`. */
export async function migrateSqliteFile(file: string, clock: Clock, logger: Logger): Promise<string[]> {
  return migrated(libSql(file, clock, logger), file, clock);
}

async function migrated(factory: ReconnectingLibSql, file: string, clock: Clock): Promise<string[]> {
  try {
    return await migrateSqlite(factory, clock, labelOf(file));
  } catch (error) {
    throw openingProblem(error, labelOf(file));
  }
}

function labelOf(file: string): string {
  return `SQLite ${file}`;
}

function libSql(file: string, clock: Clock, logger: Logger, patienceMs?: number): ReconnectingLibSql {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (error) {
    throw openingProblem(error, labelOf(file));
  }
  return tracedAdapter(new ReconnectingLibSql(pathToFileURL(file).href, clock, patienceMs), logger);
}

function lazyClient(adapter: ReconnectingLibSql) {
  let loading: Promise<SqliteClient> | null = null;
  const load = async (): Promise<SqliteClient> => {
    const { PrismaClient } = await import('./generated/client/client.ts');
    return new PrismaClient({ adapter });
  };
  return {
    load: () => (loading ??= load()),
    close: async () => (await loading)?.$disconnect(),
  };
}
