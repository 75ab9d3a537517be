import { silentLogger, StoreError, type Clock, type Logger } from '@zenpulse/core/ports';
import { Client } from 'pg';
import {
  migrationReport,
  type AppliedMigration,
  type Migration,
  type MigrationReport,
} from '../schema/migration-report.ts';
import type { Neighbours } from '../schema/neighbours.ts';
import { storeProblem } from '../sql/store-problem.ts';
import { watchLocks } from '../server/lock-waits.ts';
import { newerSchemaProblem } from '../server/schema-problem.ts';
import { systemClock } from '../system-clock.ts';
import { applyOnline, isTableLarge } from './apply-online.ts';
import { migrations } from './generated/migrations.ts';
import { connectionConfig, type PostgresAddress } from './postgres-address.ts';
import { toStoreError } from './postgres-errors.ts';
import {
  createSchema,
  inTransaction,
  isOnline,
  MIGRATION_LOCK,
  MIGRATION_TABLE,
  migrationMark,
  postgresMigrationScript,
} from './postgres-migration-script.ts';
import { openPostgresLockLook } from './postgres-lock-look.ts';
import { schemaOf } from './postgres-schema.ts';
import { asStatements, sessionSettings } from './postgres-session.ts';
import { refuseSharedSessions } from './refuse-shared-sessions.ts';

const INSUFFICIENT_PRIVILEGE = '42501';
const KNOWN = migrations.map(({ name }) => name);

/** The limit for one statement of a migration, which others may be waiting for. */
const STATEMENT_TIMEOUT_MS = 600_000;

/**
 * Applies missing migrations, each in one transaction together with its row in the migrations table, and returns their
 * names. Indexes of a large table are created without blocking writers, and are resumed after an interruption. Safe for
 * two processes at once: the second waits for the first and then finds nothing to do. A missing schema is created.
 * After waiting a second for a lock, the log names its holder. Throws `schema_mismatch` if a newer release has migrated
 * the database.
 */
export function migratePostgres(
  address: PostgresAddress,
  clock: Clock = systemClock,
  logger: Logger = silentLogger,
): Promise<string[]> {
  return withConnection(address, async (client, schema) => {
    const pid = await pidOf(client);
    const open = () => openPostgresLockLook(address, pid, STATEMENT_TIMEOUT_MS / 1_000);
    const waits = watchLocks({ clock, logger, open });
    try {
      return await applyMissing(client, address, schema, () => waits.say(ONLINE_WAIT));
    } finally {
      await waits.close();
    }
  });
}

const ONLINE_WAIT =
  'waiting for another migration of this database, which makes the indexes of a large table, to end; as long as that takes';

async function applyMissing(
  client: Client,
  { label }: PostgresAddress,
  schema: string,
  onWait: () => void,
): Promise<string[]> {
  const problem = newerSchemaProblem(KNOWN, [...(await namesThere(client))]);
  if (problem !== null) throw new StoreError('schema_mismatch', `${label}: ${problem}`);
  const applied: string[] = [];
  for (const migration of migrations) {
    const isThere = async () => (await namesThere(client)).has(migration.name);
    const isApplied =
      isOnline(migration) && (await isTableLarge(client))
        ? await applyOnline(client, migration, { isApplied: isThere, onWait })
        : await applyOnce(client, schema, inTransaction(migration));
    if (isApplied) applied.push(migration.name);
  }
  return applied;
}

async function pidOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS "pid"');
  return rows[0]?.pid ?? 0;
}

/** Lists the applied and the missing migrations. Reads only. */
export function readPostgresMigrations(address: PostgresAddress): Promise<MigrationReport> {
  return withConnection(address, async (client, schema) => {
    await client.query('SET default_transaction_read_only = on');
    const setup = asStatements(sessionSettings(schema, STATEMENT_TIMEOUT_MS));
    const making = (await isSchemaThere(client, schema)) ? '' : `\n${createSchema(schema)};`;
    const applied = await appliedThere(client);
    const isPending = ({ name }: Migration) => !applied.some((one) => one.name === name);
    const isLarge = migrations.some((one) => isOnline(one) && isPending(one)) && (await isTableLarge(client));
    return migrationReport({
      known: migrations,
      applied,
      preamble: `${setup};${making}`,
      scriptOf: (migration) => postgresMigrationScript(isLarge ? migration : inTransaction(migration)),
    });
  });
}

/** The schema, and whether an application's own Prisma has migrations in it. Reads only. */
export function readPostgresNeighbours(address: PostgresAddress): Promise<Neighbours> {
  return withConnection(address, async (client, schema) => {
    const { rows } = await client.query<{ hasPrisma: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = $1 AND tablename = '_prisma_migrations') AS "hasPrisma"`,
      [schema],
    );
    return { schema, hasPrisma: rows[0]?.hasPrisma === true };
  });
}

async function applyOnce(client: Client, schema: string, { name, sql }: Migration) {
  await client.query('BEGIN');
  try {
    await client.query(MIGRATION_LOCK);
    await makeMarks(client, schema);
    const isMissing = !(await namesThere(client)).has(name);
    if (isMissing) {
      await client.query(sql);
      await client.query(migrationMark(name));
    }
    await client.query('COMMIT');
    return isMissing;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined); // the connection may be lost, and its transaction with it
    throw error;
  }
}

/** Checks for the schema first: creating one requires a right that a role with existing tables may lack. */
async function makeMarks(client: Client, schema: string): Promise<void> {
  if (!(await isSchemaThere(client, schema))) await makeSchema(client, schema);
  await client.query(MIGRATION_TABLE);
}

/** Throws if the schema exists but may not be used: it would look as if it had no tables. */
async function isSchemaThere(client: Client, schema: string): Promise<boolean> {
  const { rows } = await client.query<{ mayUse: boolean }>(
    `SELECT has_schema_privilege("oid", 'USAGE') AS "mayUse" FROM pg_namespace WHERE nspname = $1`,
    [schema],
  );
  if (rows[0]?.mayUse === false) throw new Error(`permission denied for schema ${schema}`);
  return rows.length > 0;
}

async function namesThere(client: Client): Promise<Set<string>> {
  return new Set((await appliedThere(client)).map(({ name }) => name));
}

async function appliedThere(client: Client): Promise<AppliedMigration[]> {
  const { rows } = await client.query<{ isThere: boolean }>(
    `SELECT to_regclass('zenpulse_migration') IS NOT NULL AS "isThere"`,
  );
  return rows[0]?.isThere === true ? await appliedMigrations(client) : [];
}

async function appliedMigrations(client: Client): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    `SELECT "name", round(extract(epoch FROM "applied_at") * 1000)::float8 AS "appliedAt" FROM "zenpulse_migration"`,
  );
  return rows;
}

async function makeSchema(client: Client, schema: string): Promise<void> {
  try {
    await client.query(createSchema(schema));
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== INSUFFICIENT_PRIVILEGE) throw error;
    await client.query('ROLLBACK');
    const { rows } = await client.query<{ grant: string }>(
      `SELECT format('GRANT CREATE ON DATABASE %I TO %I', current_database(), current_user) AS "grant"`,
    );
    const way = `run ${rows[0]?.grant ?? ''}, or put the tables into "public" with ?schema=public in the database URL`;
    throw storeProblem(
      'missing-rights',
      '',
      error,
      `this user may not create the schema "${schema}": ${way}`,
    );
  }
}

async function withConnection<T>(
  address: PostgresAddress,
  work: (client: Client, schema: string) => Promise<T>,
): Promise<T> {
  const client = new Client(connectionConfig(address));
  client.on('error', () => undefined); // the statement in progress gets the error; without a listener it would end the process
  try {
    await client.connect();
    const schema = await schemaOf(address);
    await refuseSharedSessions(address);
    await client.query(asStatements(sessionSettings(schema, STATEMENT_TIMEOUT_MS)));
    return await work(client, schema);
  } catch (error) {
    throw toStoreError(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
