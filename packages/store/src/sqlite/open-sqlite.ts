import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Clock, Logger } from '@zenpulse/core/ports';
import { schemaProblem } from '../server/schema-problem.ts';
import { tracedAdapter } from '../traced-adapter.ts';
import { PrismaClient } from './generated/client/client.ts';
import { migrations } from './generated/migrations.ts';
import { appliedMigrations, migrateSqlite } from './migrate-sqlite.ts';
import { ReconnectingLibSql } from './reconnecting-libsql.ts';

/** The Prisma client of a SQLite file. */
export type SqliteClient = PrismaClient;

/** Opens the file (made when missing, with its folder), turns WAL on and brings the tables up to date. */
export async function openSqlite(file: string, clock: Clock, logger: Logger): Promise<SqliteClient> {
  const factory = libSql(file, clock, logger);
  const applied = await migrateSqlite(factory, clock);
  if (applied.length > 0) logger.info({ file, applied }, 'The tables were brought up to date');
  return new PrismaClient({ adapter: factory });
}

/** The first half of opening; returns the names of what was applied. */
export function migrateSqliteFile(file: string, clock: Clock, logger: Logger): Promise<string[]> {
  return migrateSqlite(libSql(file, clock, logger), clock);
}

/** What keeps the tables of a file that is there from being read as they are; null: nothing. Changes nothing. */
export async function sqliteSchemaProblem(
  file: string,
  clock: Clock,
  logger: Logger,
): Promise<string | null> {
  const applied = await appliedMigrations(libSql(file, clock, logger));
  return schemaProblem(
    migrations.map(({ name }) => name),
    applied,
  );
}

function libSql(file: string, clock: Clock, logger: Logger): ReconnectingLibSql {
  mkdirSync(dirname(file), { recursive: true });
  return tracedAdapter(new ReconnectingLibSql(pathToFileURL(file).href, clock), logger);
}
