import { StoreError } from '@zenpulse/core/ports';
import { Client } from 'pg';
import { newerSchemaProblem } from '../server/schema-problem.ts';
import { migrations } from './generated/migrations.ts';
import { connectionConfig, sessionSetup, type PostgresAddress } from './postgres-address.ts';
import { toStoreError } from './postgres-errors.ts';

/** Which advisory locks are ours ("ZENP" in ASCII), and which of them this is. */
const LOCK = '1514491472, 1';
/** A migration of a large table takes its time, but not for ever. */
const STATEMENT_TIMEOUT_MS = 600_000;

const KNOWN = migrations.map(({ name }) => name);

type Migration = (typeof migrations)[number];

/**
 * Applies what is missing, each migration in one transaction with its mark, and returns the names. Two processes
 * at once are safe: the second waits for the first's transaction and finds its mark. A schema that does not exist
 * is made. Throws `schema_mismatch` when a newer release has been here.
 */
export function migratePostgres(address: PostgresAddress): Promise<string[]> {
  return withConnection(address, async (client) => {
    const problem = newerSchemaProblem(KNOWN, [...(await namesThere(client))]);
    if (problem !== null) throw new StoreError('schema_mismatch', `${address.label}: ${problem}`);
    const applied: string[] = [];
    for (const migration of migrations) {
      if (await applyOnce(client, address, migration)) applied.push(migration.name);
    }
    return applied;
  });
}

/** The names of the migrations that the database lacks. Reads only. */
export function pendingPostgresMigrations(address: PostgresAddress): Promise<string[]> {
  return withConnection(address, async (client) => {
    const applied = await namesThere(client);
    return KNOWN.filter((name) => !applied.has(name));
  });
}

async function applyOnce(client: Client, { schema }: PostgresAddress, { name, sql }: Migration) {
  await client.query('BEGIN');
  try {
    await client.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
    await makeMarks(client, schema);
    const isMissing = !(await appliedNames(client)).has(name);
    if (isMissing) {
      await client.query(sql);
      await client.query('INSERT INTO "zenpulse_migration" VALUES ($1, statement_timestamp())', [name]);
    }
    await client.query('COMMIT');
    return isMissing;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined); // the connection may be gone, and its transaction with it
    throw error;
  }
}

/** The schema is looked for first: making one takes a right that a role with tables of its own may lack. */
async function makeMarks(client: Client, schema: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
  if (rowCount === 0) await client.query(`CREATE SCHEMA ${client.escapeIdentifier(schema)}`);
  await client.query(
    'CREATE TABLE IF NOT EXISTS "zenpulse_migration" ("name" TEXT NOT NULL PRIMARY KEY, "applied_at" TIMESTAMPTZ(3) NOT NULL)',
  );
}

async function namesThere(client: Client): Promise<Set<string>> {
  const { rows } = await client.query<{ isThere: boolean }>(
    `SELECT to_regclass('zenpulse_migration') IS NOT NULL AS "isThere"`,
  );
  return rows[0]?.isThere === true ? await appliedNames(client) : new Set();
}

async function appliedNames(client: Client): Promise<Set<string>> {
  const { rows } = await client.query<{ name: string }>('SELECT "name" FROM "zenpulse_migration"');
  return new Set(rows.map(({ name }) => name));
}

async function withConnection<T>(address: PostgresAddress, work: (client: Client) => Promise<T>) {
  const client = new Client(connectionConfig(address));
  client.on('error', () => undefined); // the statement under way is told; without a listener it would end the process
  try {
    await client.connect();
    await client.query(sessionSetup(address, STATEMENT_TIMEOUT_MS));
    return await work(client);
  } catch (error) {
    throw toStoreError(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
