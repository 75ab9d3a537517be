import { randomUUID } from 'node:crypto';
import { silentLogger } from '@zenpulse/core/ports';
import { createConnection } from 'mariadb';
import { afterAll, beforeAll, describe } from 'vitest';
import { connectMysql } from '../mysql/connect-mysql.ts';
import { OWN_NAME } from '../mysql/lock-name.ts';
import { migrateMysql } from '../mysql/migrate-mysql.ts';
import { connectionConfig, mysqlAddress } from '../mysql/mysql-address.ts';
import { instant } from '../mysql/mysql-instant.ts';
import { createMysqlLease } from '../mysql/mysql-lease.ts';
import { openMysql } from '../mysql/open-mysql.ts';
import { peekMysqlTenure } from '../mysql/peek-mysql-tenure.ts';
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

/** A server with an account that may create databases and accounts. */
const SERVER = process.env['ZENPULSE_TEST_MYSQL_URL'];

/** Creating a database on a busy server takes seconds. */
const GENEROUS_MS = 60_000;

/** Declares suites that need the server; without one they are skipped with a reason. */
export function describeOnMysql(name: string, suites: (database: ServerDatabase) => void): void {
  if (SERVER === undefined || SERVER === '') {
    const nowhere = databaseAt('mysql://nowhere.invalid/nothing');
    describe.skip(`${name} (skipped: ZENPULSE_TEST_MYSQL_URL is not set)`, () => suites(nowhere));
    return;
  }
  describe(name, { timeout: GENEROUS_MS }, () => {
    const url = withDatabase(SERVER, `zp_${randomUUID().replaceAll('-', '').slice(0, 16)}`);
    beforeAll(() => migrateMysql(mysqlAddress(url), systemClock), GENEROUS_MS);
    afterAll(() => dropAll(mysqlAddress(url).database), GENEROUS_MS);
    suites(databaseAt(url));
  });
}

function databaseAt(url: string): ServerDatabase {
  const { database } = mysqlAddress(url);
  return {
    kind: 'mysql',
    product: 'MySQL',
    url,
    byHand: () => connected(url),
    connect: ({ url: ownUrl = url, logger = silentLogger, patienceMs, stateDir = NO_FOLDER } = {}) =>
      connectMysql({
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
        (options) => connectMysql({ ...options, now: () => instant(options.clock.now()) }),
        logger,
      ),
    place: (name) => {
      const own = `${database}_${name}`;
      const ownUrl = withDatabase(url, own);
      return { url: ownUrl, label: mysqlAddress(ownUrl).label, enter: `USE "${own.replaceAll('"', '""')}"` };
    },
    migrate: (ownUrl = url) => migrateMysql(mysqlAddress(ownUrl), systemClock),
    createLease: ({ url: ownUrl, time, ...options }) =>
      createMysqlLease({ ...options, address: mysqlAddress(ownUrl), now: () => instant(time.now()) }),
    peekTenure: async (clock) => {
      const client = openMysql(mysqlAddress(url), systemClock, silentLogger);
      try {
        return await peekMysqlTenure(client, () => instant(clock.now()));
      } finally {
        await client.$disconnect();
      }
    },
    createAccount: (place) => createAccount(url, place),
    sql: mysqlSql,
  };
}

const mysqlSql: ServerSql = {
  instant: (epochMs) =>
    `CAST('${new Date(epochMs).toISOString().slice(0, 23).replace('T', ' ')}' AS DATETIME(3))`,
  now: 'utc_timestamp(3)',
  endSessions: (byHand) => kill(byHand, `"DB" = DATABASE()`, []),
  endLease: (byHand, runnerId) =>
    kill(
      byHand,
      `"ID" = IS_USED_LOCK(CONCAT('zenpulse_runner_', LEFT(SHA2(CONCAT(${OWN_NAME}, '/', $1), 256), 32)))`,
      [runnerId],
    ),
  numbers: (count) => {
    const digits = `(${Array.from({ length: 10 }, (_, n) => `SELECT ${n} AS n`).join(' UNION ALL ')})`;
    return `(SELECT 1 + a.n + 10 * b.n + 100 * c.n + 1000 * d.n AS n
      FROM ${digits} AS a, ${digits} AS b, ${digits} AS c, ${digits} AS d LIMIT ${count}) AS "numbers"`;
  },
  onDuplicateSchedule: (column) => `ON DUPLICATE KEY UPDATE "${column}" = VALUES("${column}")`,
};

async function kill(byHand: SqlByHand, which: string, values: readonly unknown[]): Promise<void> {
  const { rows } = await byHand.query<{ id: number }>(
    `SELECT "ID" AS "id" FROM information_schema.processlist WHERE ${which} AND "ID" <> CONNECTION_ID()`,
    values,
  );
  for (const { id } of rows) await byHand.query(`KILL ${id}`).catch(() => undefined); // it may have ended already
}

async function createAccount(url: string, place: Place): Promise<Account> {
  const byHand = await connected(url);
  const user = `zp_${randomUUID().slice(0, 8)}`;
  const { database } = mysqlAddress(place.url);
  await byHand.query(`CREATE USER '${user}'@'%' IDENTIFIED BY 'secret'`);
  await byHand.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON "${database}".* TO '${user}'@'%'`);
  const own = new URL(place.url);
  own.username = user;
  own.password = 'secret';
  return {
    url: own.href,
    drop: async () => {
      await byHand.query(`DROP USER '${user}'@'%'`);
      await byHand.end();
    },
  };
}

/**
 * A connection with the server's defaults, except for quotes, in a zone other than UTC: code that depends on the
 * session's zone would fail.
 */
async function connected(url: string): Promise<SqlByHand> {
  const connection = await createConnection({
    ...connectionConfig(mysqlAddress(url)),
    bigIntAsNumber: true,
    multipleStatements: true,
    connectTimeout: GENEROUS_MS,
  });
  connection.on('error', () => undefined); // a test may end the session
  await connection.query(`SET SESSION sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES'), time_zone = '+06:00'`);
  return {
    query: async (sql: string, values: readonly unknown[] = []) => {
      const rows: unknown = await connection.query(sql.replaceAll(/\$\d/g, '?'), [...values]);
      return { rows: Array.isArray(rows) ? rows : [] };
    },
    end: async () => connection.end(),
  };
}

async function dropAll(prefix: string): Promise<void> {
  const client = await connected(withDatabase(SERVER ?? '', 'information_schema'));
  try {
    const { rows } = await client.query<{ name: string }>(
      'SELECT "SCHEMA_NAME" AS "name" FROM information_schema.schemata WHERE LEFT("SCHEMA_NAME", $1) = $2',
      [prefix.length, prefix],
    );
    for (const { name } of rows) await client.query(`DROP DATABASE "${name.replaceAll('"', '""')}"`);
  } finally {
    await client.end();
  }
}

function withDatabase(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}
