import type { Migration } from '../schema/migration-report.ts';
import { splitStatements } from '../schema/split-statements.ts';

/** The class of our advisory locks ("ZENP" in ASCII), and the number of this one. */
export const MIGRATION_LOCK_KEY = [1_514_491_472, 1] as const;
export const MIGRATION_LOCK = `SELECT pg_advisory_xact_lock(${MIGRATION_LOCK_KEY.join(', ')})`;

export const MIGRATION_TABLE =
  'CREATE TABLE IF NOT EXISTS "zenpulse_migration" ("name" TEXT NOT NULL PRIMARY KEY, "applied_at" TIMESTAMPTZ(3) NOT NULL)';

export function migrationMark(name: string): string {
  return `INSERT INTO "zenpulse_migration" VALUES ('${name}', statement_timestamp())`;
}

export function createSchema(schema: string): string {
  return `CREATE SCHEMA "${schema.replaceAll('"', '""')}"`;
}

/** True if its statements run outside of a transaction and do not block writers. */
export function isOnline({ sql }: Migration): boolean {
  return sql.includes(' CONCURRENTLY ');
}

/** The same in one transaction: for a table without rows, where blocking does not matter. */
export function inTransaction({ name, sql }: Migration): Migration {
  return { name, sql: sql.replaceAll(' CONCURRENTLY ', ' ') };
}

/** All statements that the migrator sends for one migration, in order. */
export function postgresMigrationScript(migration: Migration): string {
  const { name, sql } = migration;
  if (isOnline(migration)) return `${[...splitStatements(sql), migrationMark(name)].join(';\n\n')};`;
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
