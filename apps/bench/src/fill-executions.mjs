// Fills the table of executions by one statement of each database: 90 days of 500 schedules, of which one has a third of
// all rows and one last ran 80 days ago; nine of ten succeed, failures carry a message and a stack.
import { createRequire } from 'node:module';
import { createClient } from '@libsql/client';

const TABLE = 'zenpulse_job_execution_log';
const NAMES =
  'id, schedule_id, job_key, status, scheduled_at, occurrence_at, run_time, duration_ms, exception_type, exception_message, traceback, hostname, pid';

/** `n` counts rows from 0; `at` is an expression for the instant so many milliseconds ago. */
function rowOf(count, at, text, repeat) {
  const schedule = `CASE WHEN n < ${count / 9} AND n % 5 = 0 THEN 'old' WHEN n % 3 = 0 THEN '0' ELSE ${text('n % 500')} END`;
  const isFailed = 'n % 10 = 7';
  const ago = `(${count} - n) * (90 * 86400000.0 / ${count})`;
  return `SELECT ${join("'run-'", text('100000000 + n'))}, ${join("'schedule-'", schedule)}, ${join("'job-'", schedule)},
    CASE WHEN ${isFailed} THEN CASE WHEN n % 1000 = 7 THEN 'timeout' ELSE 'fail' END WHEN n % 99991 = 5 THEN 'interrupted' ELSE 'success' END,
    ${at(ago)}, ${at(ago)}, ${at(ago)}, n % 900, CASE WHEN ${isFailed} THEN 'Error' END,
    CASE WHEN ${isFailed} THEN ${join("'connection refused by 10.0.0.'", text('n % 200'), repeat("' and again'", 15))} END,
    CASE WHEN ${isFailed} THEN ${repeat("'    at work (jobs.js:1:1) '", 60)} END, 'host', 1`;

  function join(...parts) {
    return repeat.concat(parts);
  }
}

export async function fill(url, count) {
  const database = await open(url);
  const [there] = await database.read(`SELECT COUNT(*) AS n FROM (SELECT 1 FROM ${TABLE} LIMIT 1) AS one`);
  if (Number(there.n) === 0) {
    const startedAt = performance.now();
    await database.run(count);
    console.log(
      `${count} executions were written in ${Math.round((performance.now() - startedAt) / 1000)} s`,
    );
  }
  await database.close();
}

async function open(url) {
  if (url.startsWith('file:')) return openSqlite(url);
  return url.startsWith('postgres') ? openPostgres(url) : openMysql(url);
}

function openSqlite(url) {
  const client = createClient({ url });
  const repeat = (text, times) => `replace(hex(zeroblob(${times})), '00', ${text})`;
  repeat.concat = (parts) => parts.map((part) => `(${part})`).join(' || ');
  const at = (ago) => `strftime('%Y-%m-%dT%H:%M:%f+00:00', (${Date.now()} - ${ago}) / 1000.0, 'unixepoch')`;
  return {
    read: async (text) => (await client.execute(text)).rows,
    run: (count) =>
      client.execute(
        `INSERT INTO ${TABLE} (${NAMES}) WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < ${count - 1})
         ${rowOf(count, at, (value) => `CAST(${value} AS TEXT)`, repeat)} FROM s`,
      ),
    close: () => client.close(),
  };
}

async function openPostgres(url) {
  const { default: pg } = await driver('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const repeat = (text, times) => `repeat(${text}, ${times})`;
  repeat.concat = (parts) => parts.map((part) => `(${part})`).join(' || ');
  const at = (ago) => `to_timestamp((${Date.now()} - ${ago}) / 1000.0)`;
  return {
    read: async (text) => (await client.query(text)).rows,
    run: async (count) => {
      const select = rowOf(count, at, (value) => `(${value})::text`, repeat);
      await client.query(
        `INSERT INTO ${TABLE} (${NAMES}) ${select} FROM generate_series(0, ${count - 1}) AS s(n)`,
      );
      await client.query(`VACUUM ANALYZE ${TABLE}`);
    },
    close: () => client.end(),
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
  const repeat = (text, times) => `REPEAT(${text}, ${times})`;
  repeat.concat = (parts) => `CONCAT(${parts.join(', ')})`;
  const at = (ago) =>
    `TIMESTAMPADD(MICROSECOND, CAST((${Date.now()} - ${ago}) * 1000 AS SIGNED), '1970-01-01 00:00:00')`;
  const digits = (name) =>
    `(SELECT 0 AS ${name} ${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((d) => `UNION ALL SELECT ${d}`).join(' ')}) AS d_${name}`;
  return {
    read: (text) => connection.query(text),
    run: async (count) => {
      const places = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
      const n = places.map((name, place) => `${name} * ${10 ** place}`).join(' + ');
      const numbers = `(SELECT ${n} AS n FROM ${places.map(digits).join(', ')}) AS s`;
      const select = rowOf(count, at, (value) => `CAST(${value} AS CHAR)`, repeat);
      await connection.query(`INSERT INTO ${TABLE} (${NAMES}) ${select} FROM ${numbers} WHERE n < ${count}`);
      await connection.query(`ANALYZE TABLE ${TABLE}`);
    },
    close: () => connection.end(),
  };
}

/** The drivers are the store's. */
function driver(name) {
  return import(
    createRequire(new URL('../../../packages/store/package.json', import.meta.url)).resolve(name)
  );
}
