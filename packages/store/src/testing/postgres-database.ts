import { randomUUID } from 'node:crypto';
import { silentLogger } from '@zenpulse/core/ports';
import { Client } from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { connectPostgres } from '../postgres/connect-postgres.ts';
import { migratePostgres } from '../postgres/migrate-postgres.ts';
import { openPostgres } from '../postgres/open-postgres.ts';
import { peekPostgresTenure } from '../postgres/peek-postgres-tenure.ts';
import { postgresAddress } from '../postgres/postgres-address.ts';
import { instant } from '../postgres/postgres-instant.ts';
import { createPostgresLease } from '../postgres/postgres-lease.ts';
import { systemClock } from '../system-clock.ts';
import { openSubject } from './open-subject.ts';
import {
  NO_FOLDER,
  timeoutsOf,
  type Account,
  type Place,
  type ServerDatabase,
  type ServerSql,
  type SqlByHand,
} from './server-database.ts';

/** A server with a role that may create databases. */
const SERVER = process.env['ZENPULSE_TEST_POSTGRES_URL'];

/** Creating a database on a busy server takes seconds. */
const GENEROUS_MS = 60_000;

/** Declares suites that need the server; without one they are skipped with a reason. */
export function describeOnPostgres(name: string, suites: (database: ServerDatabase) => void): void {
  if (SERVER === undefined || SERVER === '') {
    const nowhere = databaseAt('postgresql://nowhere.invalid/nothing');
    describe.skip(`${name} (skipped: ZENPULSE_TEST_POSTGRES_URL is not set)`, () => suites(nowhere));
    return;
  }
  describe(name, { timeout: GENEROUS_MS }, () => {
    const database = `zenpulse_test_${randomUUID().replaceAll('-', '')}`;
    const url = withDatabase(SERVER, database);
    beforeAll(async () => {
      // A zone other than UTC: code that depends on the session's zone would fail.
      await onServer(`CREATE DATABASE ${database}`, `ALTER DATABASE ${database} SET timezone = 'Asia/Dhaka'`);
      // The schema that connections by hand use; addresses without a schema find the tables there.
      await migratePostgres(postgresAddress(`${url}?schema=public`));
    }, GENEROUS_MS);
    afterAll(() => onServer(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`), GENEROUS_MS);
    suites(databaseAt(url));
  });
}

function databaseAt(url: string): ServerDatabase {
  return {
    kind: 'postgres',
    product: 'PostgreSQL',
    url,
    byHand: () => connected(url),
    connect: ({ url: ownUrl = url, logger = silentLogger, patienceMs, stateDir = NO_FOLDER } = {}) =>
      connectPostgres({
        url: ownUrl,
        stateDir,
        clock: systemClock,
        logger,
        ...timeoutsOf(patienceMs),
      }),
    subject: async (logger) =>
      openSubject(
        url,
        await connected(url),
        (options) => connectPostgres({ ...options, now: () => instant(options.clock.now()) }),
        logger,
      ),
    place: (name) => {
      const own = `${url}?schema=${encodeURIComponent(name)}`;
      const enter = `SET search_path = "${name.replaceAll('"', '""')}"`;
      return { url: own, label: postgresAddress(own).label, enter };
    },
    migrate: (ownUrl = url) => migratePostgres(postgresAddress(ownUrl)),
    createLease: ({ url: ownUrl, time, ...options }) =>
      createPostgresLease({
        ...options,
        address: postgresAddress(ownUrl),
        now: () => instant(time.now()),
      }),
    peekTenure: async (clock) => {
      const client = openPostgres(postgresAddress(url), silentLogger);
      try {
        return await peekPostgresTenure(client, () => instant(clock.now()));
      } finally {
        await client.$disconnect();
      }
    },
    createAccount: (place) => createAccount(url, place),
    sql: postgresSql,
  };
}

const postgresSql: ServerSql = {
  instant: (epochMs) => `to_timestamp(${epochMs / 1_000})`,
  now: 'now()',
  endSessions: async (byHand) => {
    await byHand.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
  },
  endLease: async (byHand, runnerId) => {
    const sql = `SELECT pg_terminate_backend("pid", 5000) FROM pg_stat_activity
      WHERE "datname" = current_database() AND "application_name" = $1`;
    await byHand.query(sql, [`zenpulse lease ${runnerId}`]);
  },
  numbers: (count) => `generate_series(1, ${count}) AS "numbers" (n)`,
  onDuplicateSchedule: (column) =>
    `ON CONFLICT ("job_key", "variant") DO UPDATE SET "${column}" = excluded."${column}"`,
};

async function createAccount(url: string, place: Place): Promise<Account> {
  const byHand = await connected(url);
  const role = `zenpulse_test_${randomUUID().replaceAll('-', '')}`;
  const schema = new URL(place.url).searchParams.get('schema');
  await byHand.query(`
    CREATE ROLE ${role} LOGIN;
    GRANT USAGE ON SCHEMA "${schema}" TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "${schema}" TO ${role}`);
  const own = new URL(place.url);
  own.username = role;
  return {
    url: own.href,
    drop: async () => {
      await byHand.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
      await byHand.end();
    },
  };
}

async function connected(url: string): Promise<SqlByHand> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined); // a test may end the session
  await client.connect();
  return {
    query: (sql, values) => client.query(sql, values === undefined ? undefined : [...values]),
    end: () => client.end(),
  };
}

async function onServer(...statements: string[]): Promise<void> {
  const client = await connected(SERVER ?? '');
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function withDatabase(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
