import type { Migration } from '../schema/migration-report.ts';
import { toSqliteInstant } from './sqlite-instant.ts';

export const MIGRATION_TABLE =
  'CREATE TABLE IF NOT EXISTS "zenpulse_migration" ("name" TEXT NOT NULL PRIMARY KEY, "applied_at" DATETIME NOT NULL)';

/** With WAL, readers and one writer do not block each other; the mode is stored in the file. */
export const TURN_ON_WAL = 'PRAGMA journal_mode = WAL';

/**
 * The migration in one transaction. Its row in the migrations table comes first, so that a second process fails there.
 */
export function sqliteMigrationScript({ name, sql }: Migration, at: number): string {
  const mark = `INSERT INTO "zenpulse_migration" VALUES ('${name}', '${toSqliteInstant(at)}')`;
  return `BEGIN IMMEDIATE;\n${mark};\n${sql}\nCOMMIT;`;
}
