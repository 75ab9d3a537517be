import { StoreError, type Clock } from '@zenpulse/core/ports';
import type { Migration } from '../schema/migration-report.ts';
import { newerSchemaProblem } from '../server/schema-problem.ts';
import { raw, sql } from '../sql/sql.ts';
import { IS_TABLE_LARGE, mayWait } from './execution-indexes.ts';
import { migrations } from './generated/migrations.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { MIGRATION_TABLE, sqliteMigrationScript, TURN_ON_WAL } from './sqlite-migration-script.ts';

/**
 * Applies missing migrations, each in one transaction together with its row in the migrations table, and returns their
 * names. For indexes of a large table only that row is written; a runner creates them later. Safe for two processes at
 * once: the second waits for the first's transaction, fails on the row and reads the table again. Throws
 * `schema_mismatch` if a newer release has migrated the file. `label`: the database's name for messages.
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

/** True if the file has ZenPulse's tables. */
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
