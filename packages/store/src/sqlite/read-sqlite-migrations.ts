import { existsSync } from 'node:fs';
import { silentLogger, type Clock } from '@zenpulse/core/ports';
import { migrationReport, type AppliedMigration, type MigrationReport } from '../migration-report.ts';
import { sql } from '../sql.ts';
import { migrations } from './generated/migrations.ts';
import { hasTables } from './migrate-sqlite.ts';
import { SqliteFile } from './sqlite-file.ts';
import { fromSqliteInstant } from './sqlite-instant.ts';
import { MIGRATION_TABLE, sqliteMigrationScript, TURN_ON_WAL } from './sqlite-migration-script.ts';

/** Reads only: a file that is not there is not made. */
export async function readSqliteMigrations(file: string, clock: Clock): Promise<MigrationReport> {
  return migrationReport({
    known: migrations,
    applied: existsSync(file) ? await readMarks(file) : [],
    preamble: `${TURN_ON_WAL};\n${MIGRATION_TABLE};`,
    scriptOf: (migration) => sqliteMigrationScript(migration, clock.now()),
  });
}

async function readMarks(file: string): Promise<AppliedMigration[]> {
  const opened = new SqliteFile({
    file,
    label: `SQLite ${file}`,
    logger: silentLogger,
    mayCreate: false,
    prepare: async () => undefined,
  });
  try {
    if (!(await hasTables(opened.database))) return [];
    const marks = await opened.database.query<{ name: string; at: unknown }>(
      sql`SELECT "name", "applied_at" AS "at" FROM "zenpulse_migration"`,
    );
    return marks.map(({ name, at }) => ({ name, appliedAt: orNull(fromSqliteInstant(at)) }));
  } finally {
    await opened.close();
  }
}

function orNull(instant: number): number | null {
  return Number.isNaN(instant) ? null : instant;
}
