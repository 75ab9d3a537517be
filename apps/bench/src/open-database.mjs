// A connection to each kind of database for the benchmarks' own statements, and where their SQL differs.
import { createRequire } from 'node:module';
import { createClient } from '@libsql/client';

/**
 * `read(text, values)` resolves to rows; `write(text)`. Of the SQL: `numbers(count)` yields rows n = 0, 1, …; `text(value)`,
 * `concat(...parts)`, `repeat(text, times)`; `at(ago)` is the instant so many milliseconds ago.
 */
export async function open(url) {
  if (url.startsWith('file:')) return openSqlite(url);
  return url.startsWith('postgres') ? openPostgres(url) : openMysql(url);
}

const joined = (...parts) => parts.map((part) => `(${part})`).join(' || ');

function openSqlite(url) {
  const client = createClient({ url });
  return {
    read: async (text, values = []) => (await client.execute({ sql: text, args: values })).rows,
    write: (text) => client.execute(text),
    analyze: () => client.execute('PRAGMA optimize'),
    close: () => client.close(),
    numbers: (count) =>
      `(WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < ${count - 1}) SELECT n FROM s)`,
    text: (value) => `CAST(${value} AS TEXT)`,
    concat: joined,
    repeat: (text, times) => `replace(hex(zeroblob(${times})), '00', ${text})`,
    at: (ago) => `strftime('%Y-%m-%dT%H:%M:%f+00:00', (${Date.now()} - ${ago}) / 1000.0, 'unixepoch')`,
  };
}

async function openPostgres(url) {
  const { default: pg } = await driver('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    read: async (text, values = []) => (await client.query(text, values)).rows,
    write: (text) => client.query(text),
    analyze: (name) => client.query(`VACUUM ANALYZE ${name}`),
    close: () => client.end(),
    numbers: (count) => `generate_series(0, ${count - 1}) AS s(n)`,
    text: (value) => `(${value})::text`,
    concat: joined,
    repeat: (text, times) => `repeat(${text}, ${times})`,
    at: (ago) => `to_timestamp((${Date.now()} - ${ago}) / 1000.0)`,
  };
}

async function openMysql(url) {
  const { createConnection } = await driver('mariadb');
  const { hostname, port, username, password, pathname } = new URL(url);
  const connection = await createConnection({
    host: hostname,
    port: Number(port || 3306),
    user: username,
    password,
    database: pathname.slice(1),
    timezone: '+00:00',
  });
  const digits = (name) =>
    `(SELECT 0 AS ${name} ${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((d) => `UNION ALL SELECT ${d}`).join(' ')}) AS d_${name}`;
  const places = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const n = places.map((name, place) => `${name} * ${10 ** place}`).join(' + ');
  return {
    read: (text, values = []) => connection.query(text, values),
    write: (text) => connection.query(text),
    analyze: (name) => connection.query(`ANALYZE TABLE ${name}`),
    close: () => connection.end(),
    numbers: (count) =>
      `(SELECT n FROM (SELECT ${n} AS n FROM ${places.map(digits).join(', ')}) AS all_n WHERE n < ${count}) AS s`,
    text: (value) => `CAST(${value} AS CHAR)`,
    concat: (...parts) => `CONCAT(${parts.join(', ')})`,
    repeat: (text, times) => `REPEAT(${text}, ${times})`,
    at: (ago) =>
      `TIMESTAMPADD(MICROSECOND, CAST((${Date.now()} - ${ago}) * 1000 AS SIGNED), '1970-01-01 00:00:00')`,
  };
}

/** Uses the store's drivers. */
function driver(name) {
  return import(
    createRequire(new URL('../../../packages/store/package.json', import.meta.url)).resolve(name)
  );
}
