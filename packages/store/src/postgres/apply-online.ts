import type { Client } from 'pg';
import type { Migration } from '../schema/migration-report.ts';
import { splitStatements } from '../schema/split-statements.ts';
import { migrationMark } from './postgres-migration-script.ts';

/** About how many rows are indexed in 20 ms. */
const MANY_ROWS = 10_000;

/**
 * A session lock, tried repeatedly instead of waited for: CREATE INDEX CONCURRENTLY waits for all running statements,
 * including one that waits for a lock.
 */
const TRY_LOCK = 'SELECT pg_try_advisory_lock(1514491472, 2) AS "isMine"';
const UNLOCK = 'SELECT pg_advisory_unlock(1514491472, 2)';

/** True if creating an index in the normal way would block writers for long. */
export async function isTableLarge(client: Client): Promise<boolean> {
  const there = await client.query<{ isThere: boolean }>(
    `SELECT to_regclass('"zenpulse_job_execution_log"') IS NOT NULL AS "isThere"`,
  );
  if (there.rows[0]?.isThere !== true) return false;
  const { rows } = await client.query(
    `SELECT 1 FROM "zenpulse_job_execution_log" OFFSET ${MANY_ROWS} LIMIT 1`,
  );
  return rows.length > 0;
}

/**
 * Creates the indexes without blocking writers, and records the migration; false if another process has done so.
 * `onWait`: called after waiting a second for that process.
 */
export async function applyOnline(
  client: Client,
  { name, sql }: Migration,
  { isApplied, onWait }: { readonly isApplied: () => Promise<boolean>; readonly onWait: () => void },
): Promise<boolean> {
  await lock(client, onWait);
  try {
    if (await isApplied()) return false;
    await client.query('SET statement_timeout = 0'); // it blocks no other session
    for (const statement of splitStatements(sql)) {
      await dropBroken(client, statement);
      await client.query(statement);
    }
    await client.query(migrationMark(name));
    return true;
  } finally {
    await client.query(UNLOCK).catch(() => undefined); // the connection may be lost, and its lock with it
  }
}

async function lock(client: Client, onWait: () => void): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const { rows } = await client.query<{ isMine: boolean }>(TRY_LOCK);
    if (rows[0]?.isMine === true) return;
    if (tries === 3) onWait();
    await client.query('SELECT pg_sleep(0.5)');
  }
}

/** An interrupted CREATE INDEX CONCURRENTLY leaves an index that is maintained but never used. */
async function dropBroken(client: Client, statement: string): Promise<void> {
  const index = /CREATE INDEX CONCURRENTLY IF NOT EXISTS ("\w+")/.exec(statement)?.[1];
  if (index === undefined) return;
  const { rows } = await client.query<{ isValid: boolean }>(
    'SELECT "indisvalid" AS "isValid" FROM pg_index WHERE "indexrelid" = to_regclass($1)',
    [index],
  );
  if (rows[0]?.isValid === false) await client.query(`DROP INDEX CONCURRENTLY ${index}`);
}
