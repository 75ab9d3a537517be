import type { Migration } from '../migration-report.ts';

/** Which advisory locks are ours ("ZENP" in ASCII), and which of them this is. */
export const MIGRATION_LOCK = 'SELECT pg_advisory_xact_lock(1514491472, 1)';

export const MIGRATION_TABLE =
  'CREATE TABLE IF NOT EXISTS "zenpulse_migration" ("name" TEXT NOT NULL PRIMARY KEY, "applied_at" TIMESTAMPTZ(3) NOT NULL)';

export function migrationMark(name: string): string {
  return `INSERT INTO "zenpulse_migration" VALUES ('${name}', statement_timestamp())`;
}

export function createSchema(schema: string): string {
  return `CREATE SCHEMA "${schema.replaceAll('"', '""')}"`;
}

/** What the migrator sends for one migration, one statement after the other. */
export function postgresMigrationScript({ name, sql }: Migration): string {
  const statements = [
    'BEGIN',
    MIGRATION_LOCK,
    MIGRATION_TABLE,
    sql.trimEnd().replace(/;$/, ''),
    migrationMark(name),
    'COMMIT',
  ];
  return `${statements.join(';\n')};`;
}
