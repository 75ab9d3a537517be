import { createConnection } from 'mariadb';
import { rowQueries } from './row-queries.ts';
import type { Server, Sessions } from './server-database.ts';

/** The session that has the lease's lock, and those that wait for it. */
const isOfLease = (database: string) =>
  `("STATE" = 'User lock' OR "ID" = COALESCE(IS_USED_LOCK(CONCAT('zenpulse_lease_', LEFT(SHA2('${database}', 256), 32))), 0))`;

const WHICH: Readonly<Record<Sessions, (database: string) => string>> = {
  all: () => 'true',
  lease: isOfLease,
  others: (database) => `NOT ${isOfLease(database)}`,
};

export const mysqlServer: Server = {
  variable: 'ZENPULSE_TEST_MYSQL_URL',
  once,
  ...rowQueries((column) => `(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', "${column}") DIV 1000)`),
  drop: (database) => `DROP DATABASE IF EXISTS ${database}`,
  terminate: async (url, database, sessions) => {
    const found = await once<{ id: number }>(
      url,
      `SELECT "ID" AS "id" FROM information_schema.processlist
        WHERE "DB" = '${database}' AND ${WHICH[sessions](database)}`,
    );
    for (const { id } of found) await once(url, `KILL ${id}`).catch(() => undefined); // it may have ended already
    return found.length;
  },
};

async function once<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const connection = await createConnection({
    host: hostname,
    port: Number(port === '' ? '3306' : port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    bigIntAsNumber: true,
    decimalAsNumber: true,
    connectTimeout: 30_000,
    sessionVariables: { sql_mode: 'ANSI_QUOTES' },
  });
  try {
    return await connection.query<Row[]>(sql);
  } finally {
    await connection.end();
  }
}
