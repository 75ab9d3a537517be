import type { Migration } from '../schema/migration-report.ts';
import { toSqliteInstant } from './sqlite-instant.ts';

export const MIGRATION_TABLE =
  'CREATE TABLE IF NOT EXISTS "zenpulse_migration" ("name" TEXT NOT NULL PRIMARY KEY, "applied_at" DATETIME NOT NULL)';

/** WAL lets readers and one writer work side by side; it stays with the file. */
export const TURN_ON_WAL = 'PRAGMA journal_mode = WAL';

/** One transaction with its mark, which comes first: a second process stumbles over it. */
export function sqliteMigrationScript({ name, sql }: Migration, at: number): string {
  const mark = `INSERT INTO "zenpulse_migration" VALUES ('${name}', '${toSqliteInstant(at)}')`;
  return `BEGIN IMMEDIATE;\n${mark};\n${sql}\nCOMMIT;`;
}
