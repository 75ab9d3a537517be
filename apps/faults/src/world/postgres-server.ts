import { Client } from 'pg';
import { rowQueries } from './row-queries.ts';
import type { Server, Sessions } from './server-database.ts';

const WHICH: Readonly<Record<Sessions, string>> = {
  all: `true`,
  lease: `"application_name" LIKE 'zenpulse lease %'`,
  others: `"application_name" NOT LIKE 'zenpulse lease %'`,
};

export const postgresServer: Server = {
  variable: 'ZENPULSE_TEST_POSTGRES_URL',
  once,
  ...rowQueries((column) => `(extract(epoch from "${column}") * 1000)::float8`),
  drop: (database) => `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`,
  terminate: async (url, database, sessions) => {
    const sql = `SELECT pg_terminate_backend("pid") FROM pg_stat_activity
      WHERE "datname" = '${database}' AND ${WHICH[sessions]}`;
    return (await once(url, sql)).length;
  },
};

/** The schemas in which the package puts its tables by default. */
const TABLES = '-c search_path=zenpulse,public';

async function once<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url, options: TABLES });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
