import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger, type Backend, type Logger } from '@zenpulse/core/ports';
import { FakeClock } from '@zenpulse/core/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { connectPostgres } from '../postgres/connect-postgres.ts';
import { migratePostgres } from '../postgres/migrate-postgres.ts';
import { postgresAddress } from '../postgres/postgres-address.ts';
import { instant } from '../postgres/postgres-instant.ts';
import { systemClock } from '../system-clock.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A server with a role that may create databases. */
const SERVER = process.env['ZENPULSE_TEST_POSTGRES_URL'];

/** Of those who write no journal. */
export const NO_FOLDER = join(tmpdir(), 'zenpulse-test-nothing');
/** A server that is busy makes a database in seconds. */
const GENEROUS_MS = 60_000;

/** A database of a test file's own, dropped after it. */
export interface PostgresDatabase {
  readonly url: string;
  /** A connection as somebody with a shell has. */
  byHand(): Promise<Client>;
  /** A backend as a process opens it; in another schema by another URL. */
  connect(url?: string, logger?: Logger): Backend;
  /** A backend on it, emptied, whose database time is a fake clock's. */
  subject(logger?: Logger): Promise<PostgresSubject>;
}

export interface PostgresSubject {
  readonly backend: Backend;
  readonly clock: FakeClock;
  readonly url: string;
  readonly byHand: Client;
  close(): Promise<void>;
}

/** Suites that need the server; without one, a skipped suite that says why. */
export function describeOnPostgres(name: string, suites: (database: PostgresDatabase) => void): void {
  if (SERVER === undefined || SERVER === '') {
    describe.skip(`${name} (skipped: ZENPULSE_TEST_POSTGRES_URL is not set)`, () => suites(nowhere));
    return;
  }
  describe(name, { timeout: GENEROUS_MS }, () => {
    const database = `zenpulse_test_${randomUUID().replaceAll('-', '')}`;
    const url = withDatabase(SERVER, database);
    beforeAll(async () => {
      // A zone away from UTC: what depends on the session's would show.
      await onServer(`CREATE DATABASE ${database}`, `ALTER DATABASE ${database} SET timezone = 'Asia/Dhaka'`);
      await migratePostgres(postgresAddress(url));
    }, GENEROUS_MS);
    afterAll(() => onServer(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`), GENEROUS_MS);
    suites({
      url,
      byHand: () => connected(url),
      connect: (ownUrl = url, logger = silentLogger) =>
        connectPostgres({ url: ownUrl, stateDir: NO_FOLDER, clock: systemClock, logger }),
      subject: (logger) => openSubject(url, logger),
    });
  });
}

const nowhere: PostgresDatabase = {
  url: 'postgresql://nowhere.invalid/nothing',
  byHand: () => Promise.reject(new Error('there is no server')),
  connect: () => {
    throw new Error('there is no server');
  },
  subject: () => Promise.reject(new Error('there is no server')),
};

async function openSubject(url: string, logger: Logger = silentLogger): Promise<PostgresSubject> {
  const clock = new FakeClock();
  const byHand = await connected(url);
  await byHand.query(`
    DELETE FROM "zenpulse_schedule_config"; DELETE FROM "zenpulse_job_execution_log";
    DELETE FROM "zenpulse_run_request"; DELETE FROM "zenpulse_schedule_stats";
    DELETE FROM "zenpulse_code_schedule"; DELETE FROM "zenpulse_runner";
    UPDATE "zenpulse_lease" SET "holder" = NULL, "processed_until" = NULL, "is_released" = true;
    UPDATE "zenpulse_revision" SET "revision" = 1`);
  const folder = temporaryFolder();
  const stateDir = folder.path;
  const backend = connectPostgres({ url, stateDir, clock, logger, now: () => instant(clock.now()) });
  await backend.schedules.readRevision(); // the look at the tables is over: who counts statements counts their own
  const close = async () => {
    await byHand.end();
    await backend.close();
    folder.remove();
  };
  return { backend, clock, url, byHand, close };
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined); // a test may end it from outside
  await client.connect();
  return client;
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
