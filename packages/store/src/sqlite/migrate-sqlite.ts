import { StoreError, type Clock } from '@zenpulse/core/ports';
import type { Migration } from '../schema/migration-report.ts';
import { newerSchemaProblem } from '../server/schema-problem.ts';
import { raw, sql } from '../sql/sql.ts';
import { IS_TABLE_LARGE, mayWait } from './execution-indexes.ts';
import { migrations } from './generated/migrations.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { MIGRATION_TABLE, sqliteMigrationScript, TURN_ON_WAL } from './sqlite-migration-script.ts';

/**
 * Applies what is missing, each migration in one transaction with its mark (of indexes of a large table the mark alone: a
 * runner makes them), and returns the names. Two processes
 * at once are safe: the second waits for the first's transaction, stumbles over its mark and reads again. Throws
 * `schema_mismatch` when a newer release has been here. `label`: the database as it may be shown.
 */
export async function migrateSqlite(
  database: SqliteDatabase,
  clock: Clock,
  label: string,
): Promise<string[]> {
  await database.query(raw(TURN_ON_WAL));
  if (!(await hasTables(database))) await database.execute(raw(MIGRATION_TABLE));
  const marks = await database.query<{ name: string }>(sql`SELECT "name" FROM "zenpulse_migration"`);
  const names = new Set(marks.map(({ name }) => name));
  const problem = newerSchemaProblem(
    migrations.map(({ name }) => name),
    [...names],
  );
  if (problem !== null) throw new StoreError('schema_mismatch', `${label}: ${problem}`);
  const applied: string[] = [];
  for (const migration of migrations.filter(({ name }) => !names.has(name)))
    if (await applyOnce(database, clock, migration)) applied.push(migration.name);
  return applied;
}

/** Whether ZenPulse has been in this file. */
export async function hasTables(database: SqliteDatabase): Promise<boolean> {
  const found = await database.query(sql`SELECT 1 FROM "sqlite_master" WHERE "name" = 'zenpulse_migration'`);
  return found.length > 0;
}

async function applyOnce(database: SqliteDatabase, clock: Clock, migration: Migration): Promise<boolean> {
  const { name } = migration;
  if (await isApplied(database, name)) return false;
  try {
    const isPutOff = mayWait(migration) && (await isTableLarge(database));
    await database.script(sqliteMigrationScript(isPutOff ? { name, sql: '' } : migration, clock.now()));
    return true;
  } catch (error) {
    if (await isApplied(database, name)) return false;
    throw error;
  }
}

async function isTableLarge(database: SqliteDatabase): Promise<boolean> {
  return (await database.query(raw(IS_TABLE_LARGE))).length > 0;
}

async function isApplied(database: SqliteDatabase, name: string): Promise<boolean> {
  const marks = await database.query(sql`SELECT 1 FROM "zenpulse_migration" WHERE "name" = ${name}`);
  return marks.length > 0;
}
