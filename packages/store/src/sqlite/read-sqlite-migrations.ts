import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Clock } from '@zenpulse/core/ports';
import { migrationReport, type AppliedMigration, type MigrationReport } from '../migration-report.ts';
import { migrations } from './generated/migrations.ts';
import { ReconnectingLibSql } from './reconnecting-libsql.ts';
import { fromSqliteInstant } from './sqlite-instant.ts';
import { MIGRATION_TABLE, sqliteMigrationScript, TURN_ON_WAL } from './sqlite-migration-script.ts';

/** Reads only: a file that is not there is not made. */
export async function readSqliteMigrations(file: string, clock: Clock): Promise<MigrationReport> {
  return migrationReport({
    known: migrations,
    applied: existsSync(file) ? await readMarks(file, clock) : [],
    preamble: `${TURN_ON_WAL};\n${MIGRATION_TABLE};`,
    scriptOf: (migration) => sqliteMigrationScript(migration, clock.now()),
  });
}

async function readMarks(file: string, clock: Clock): Promise<AppliedMigration[]> {
  const adapter = await new ReconnectingLibSql(pathToFileURL(file).href, clock).connect();
  const rowsOf = async (sql: string) => (await adapter.queryRaw({ sql, args: [], argTypes: [] })).rows;
  try {
    const tables = await rowsOf(`SELECT 1 FROM "sqlite_master" WHERE "name" = 'zenpulse_migration'`);
    if (tables.length === 0) return [];
    const marks = await rowsOf('SELECT "name", CAST("applied_at" AS TEXT) FROM "zenpulse_migration"');
    return marks.map(([name, at]) => ({ name: String(name), appliedAt: orNull(fromSqliteInstant(at)) }));
  } finally {
    await adapter.dispose();
  }
}

function orNull(instant: number): number | null {
  return Number.isNaN(instant) ? null : instant;
}
