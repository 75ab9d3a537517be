import type { PrismaLibSql } from '@prisma/adapter-libsql';
import { StoreError, type Clock } from '@zenpulse/core/ports';
import type { Migration } from '../migration-report.ts';
import { newerSchemaProblem } from '../server/schema-problem.ts';
import { migrations } from './generated/migrations.ts';
import { MIGRATION_TABLE, sqliteMigrationScript, TURN_ON_WAL } from './sqlite-migration-script.ts';

type Adapter = Awaited<ReturnType<PrismaLibSql['connect']>>;

/**
 * Applies what is missing, each migration in one transaction with its mark, and returns the names. Two processes
 * at once are safe: the second waits for the first's transaction, stumbles over its mark and reads again. Throws
 * `schema_mismatch` when a newer release has been here. `label`: the database as it may be shown.
 */
export async function migrateSqlite(factory: PrismaLibSql, clock: Clock, label: string): Promise<string[]> {
  const adapter = await factory.connect();
  try {
    await adapter.queryRaw({ sql: TURN_ON_WAL, args: [], argTypes: [] });
    await adapter.executeScript(MIGRATION_TABLE);
    await refuseNewer(adapter, label);
    const applied: string[] = [];
    for (const migration of migrations)
      if (await applyOnce(adapter, clock, migration)) applied.push(migration.name);
    return applied;
  } finally {
    await adapter.dispose();
  }
}

async function refuseNewer(adapter: Adapter, label: string): Promise<void> {
  const { rows } = await adapter.queryRaw({
    sql: 'SELECT "name" FROM "zenpulse_migration"',
    args: [],
    argTypes: [],
  });
  const known = migrations.map(({ name }) => name);
  const problem = newerSchemaProblem(
    known,
    rows.map(([name]) => String(name)),
  );
  if (problem !== null) throw new StoreError('schema_mismatch', `${label}: ${problem}`);
}

async function applyOnce(adapter: Adapter, clock: Clock, migration: Migration): Promise<boolean> {
  const { name } = migration;
  if (await isApplied(adapter, name)) return false;
  try {
    await adapter.executeScript(sqliteMigrationScript(migration, clock.now()));
    return true;
  } catch (error) {
    if (await isApplied(adapter, name)) return false;
    throw error;
  }
}

async function isApplied(adapter: Adapter, name: string): Promise<boolean> {
  const { rows } = await adapter.queryRaw({
    sql: 'SELECT 1 FROM "zenpulse_migration" WHERE "name" = ?',
    args: [name],
    argTypes: [{ scalarType: 'string', arity: 'scalar' }],
  });
  return rows.length > 0;
}
