import { existsSync } from 'node:fs';
import { silentLogger, type Clock } from '@zenpulse/core/ports';
import { migrationReport, type AppliedMigration, type MigrationReport } from '../schema/migration-report.ts';
import { sql } from '../sql/sql.ts';
import { migrations } from './generated/migrations.ts';
import { hasTables } from './migrate-sqlite.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { SqliteFile } from './sqlite-file.ts';
import { fromSqliteInstant } from './sqlite-instant.ts';
import { MIGRATION_TABLE, sqliteMigrationScript, TURN_ON_WAL } from './sqlite-migration-script.ts';

/** Reads only: a missing file is not created. */
export async function readSqliteMigrations(file: string, clock: Clock): Promise<MigrationReport> {
  return migrationReport({
    known: migrations,
    applied: existsSync(file) ? await readMarks(file) : [],
    preamble: `${TURN_ON_WAL};\n${MIGRATION_TABLE};`,
    scriptOf: (migration) => sqliteMigrationScript(migration, clock.now()),
  });
}

/** True if an application's own Prisma has migrations in this file. Reads only. */
export async function hasPrismaInSqlite(file: string): Promise<boolean> {
  if (!existsSync(file)) return false;
  const found = await reading(file, (database) =>
    database.query(sql`SELECT 1 FROM "sqlite_schema" WHERE "name" = '_prisma_migrations'`),
  );
  return found.length > 0;
}

function readMarks(file: string): Promise<AppliedMigration[]> {
  return reading(file, async (database) => {
    if (!(await hasTables(database))) return [];
    const marks = await database.query<{ name: string; at: unknown }>(
      sql`SELECT "name", "applied_at" AS "at" FROM "zenpulse_migration"`,
    );
    return marks.map(({ name, at }) => ({ name, appliedAt: orNull(fromSqliteInstant(at)) }));
  });
}

async function reading<T>(file: string, work: (database: SqliteDatabase) => Promise<T>): Promise<T> {
  const opened = new SqliteFile({
    file,
    label: `SQLite ${file}`,
    logger: silentLogger,
    mayCreate: false,
    prepare: async () => undefined,
  });
  try {
    return await work(opened.database);
  } finally {
    await opened.close();
  }
}

function orNull(instant: number): number | null {
  return Number.isNaN(instant) ? null : instant;
}
