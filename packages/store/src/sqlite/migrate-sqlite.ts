import type { PrismaLibSql } from '@prisma/adapter-libsql';
import type { Clock } from '@zenpulse/core/ports';
import { migrations } from './generated/migrations.ts';
import { toSqliteInstant } from './sqlite-instant.ts';

type Adapter = Awaited<ReturnType<PrismaLibSql['connect']>>;

/**
 * Applies what is missing, each migration in one transaction with its mark, and returns the names. Two processes
 * at once are safe: the second waits for the first's transaction, stumbles over its mark and reads again.
 */
export async function migrateSqlite(factory: PrismaLibSql, clock: Clock): Promise<string[]> {
  const adapter = await factory.connect();
  try {
    await turnOnWal(adapter);
    await adapter.executeScript(
      'CREATE TABLE IF NOT EXISTS "zenpulse_migration" ("name" TEXT NOT NULL PRIMARY KEY, "applied_at" DATETIME NOT NULL)',
    );
    const applied: string[] = [];
    for (const migration of migrations)
      if (await applyOnce(adapter, clock, migration)) applied.push(migration.name);
    return applied;
  } finally {
    await adapter.dispose();
  }
}

/** The names of what was applied to a file, by a look that changes nothing. */
export async function appliedMigrations(factory: PrismaLibSql): Promise<string[]> {
  const adapter = await factory.connect();
  const names = async (sql: string) => {
    const { rows } = await adapter.queryRaw({ sql, args: [], argTypes: [] });
    return rows.map(([name]) => String(name));
  };
  try {
    const [table] = await names(`SELECT "name" FROM "sqlite_master" WHERE "name" = 'zenpulse_migration'`);
    return table === undefined ? [] : await names('SELECT "name" FROM "zenpulse_migration"');
  } finally {
    await adapter.dispose();
  }
}

async function applyOnce(
  adapter: Adapter,
  clock: Clock,
  { name, sql }: { name: string; sql: string },
): Promise<boolean> {
  if (await isApplied(adapter, name)) return false;
  const mark = `INSERT INTO "zenpulse_migration" VALUES ('${name}', '${toSqliteInstant(clock.now())}')`;
  try {
    await adapter.executeScript(`BEGIN IMMEDIATE;\n${mark};\n${sql}\nCOMMIT;`);
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

/** WAL lets readers and one writer work side by side; it stays with the file. */
async function turnOnWal(adapter: Adapter): Promise<void> {
  await adapter.queryRaw({ sql: 'PRAGMA journal_mode = WAL', args: [], argTypes: [] });
}
