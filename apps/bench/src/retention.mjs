// What deleting 500,000 old executions does to the lateness of 500 schedules that fire meanwhile: runners with retention and
// without it, in alternating rounds, each on the same rows.
// Usage: node src/retention.mjs <database URL> [rounds=5] [seconds=40]; an empty database. On SQLite each round has a copy of
//   the file; on a server the rows that a round deleted are put back.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { open } from './open-database.mjs';
import { figure, median, quantile, table } from './report.mjs';

const [url, rounds = '5', seconds = '40'] = process.argv.slice(2);
if (url === undefined) throw new Error('expected the URL of an empty database');
const ROWS = 500_000;
const SCHEDULES = 500;
/** Retention begins 5 s after the runner becomes active. */
const FROM_MS = 6_000;
const TABLE = 'zenpulse_job_execution_log';
const product = join(dirname(fileURLToPath(import.meta.url)), '../../../packages/zenpulse');
const folder = mkdtempSync(join(tmpdir(), 'zenpulse-retention-'));

writeFileSync(join(folder, 'package.json'), '{}');
writeFileSync(
  join(folder, 'jobs.mjs'),
  `import { writeFileSync } from 'node:fs';
   import { zenpulseJob } from '${pathToFileURL(join(product, 'dist/index.js')).href}';
   const late = [];
   let first = null;
   for (let n = 0; n < ${SCHEDULES}; n += 1) zenpulseJob('job-' + n, async ({ scheduledAt }) => {
     const now = Date.now();
     first ??= now;
     if (now - first > ${FROM_MS}) late.push(now - scheduledAt.getTime());
     await new Promise((done) => setTimeout(done, 5));
   });
   process.on('exit', () => writeFileSync('late.json', JSON.stringify(late)));`,
);
await runToEnd(['bin/zenpulse.mjs', 'migrate'], url);
await fill();

const found = { without: [], with: [] };
for (let round = 0; round < Number(rounds); round += 1) {
  for (const [name, days] of [
    ['without', '0'],
    ['with', '30'],
  ]) {
    found[name].push(await live(days));
  }
}
const of = (name, key) => figure(median(found[name].map((one) => one[key])));
console.log(
  table(
    ['retention', 'runs', 'late p50 ms', 'late p99 ms', 'rows deleted'],
    Object.keys(found).map((name) => [
      name,
      ...['runs', 'p50', 'p99', 'deleted'].map((key) => of(name, key)),
    ]),
  ),
);
const p99 = (name) => median(found[name].map((one) => one.p99));
console.log(`\np99 with it is ${figure(p99('with') / p99('without'))} × that without it.`);
rmSync(folder, { recursive: true });

async function fill() {
  const database = await open(url);
  const { numbers, text, concat, repeat, at } = database;
  await database.write(`INSERT INTO zenpulse_schedule_config (id, job_key, trigger_type, interval_value, interval_unit, log_policy)
    SELECT ${concat("'schedule-'", text('n'))}, ${concat("'job-'", text('n'))}, 'interval', 2 + n % 7, 'seconds', 'all' FROM ${numbers(SCHEDULES)}`);
  await database.write(oldRows(database));
  await database.analyze(TABLE);
  await database.close();

  function oldRows() {
    return `INSERT INTO ${TABLE} (id, schedule_id, job_key, status, scheduled_at, occurrence_at, run_time, duration_ms, traceback, hostname, pid)
      SELECT ${concat("'old-'", text('n'))}, ${concat("'schedule-'", text('n % 500'))}, ${concat("'job-'", text('n % 500'))},
      'success', ${at('90 * 86400000.0 - n * 100')}, ${at('90 * 86400000.0 - n * 100')}, ${at('90 * 86400000.0 - n * 100')}, 5,
      CASE WHEN n % 10 = 0 THEN ${repeat("'    at work (jobs.js:1:1) '", 60)} END, 'host', 1 FROM ${numbers(ROWS)}`;
  }
}

/** Runs one runner from start to stop. */
async function live(days) {
  const copy = url.startsWith('file:') ? join(folder, 'round.db') : null;
  if (copy !== null) cpSync(new URL(url).pathname, copy);
  const roundUrl = copy === null ? url : `file:${copy}`;
  const before = await countOld(roundUrl);
  const { child, ended } = start(['bin/zenpulse-runner.mjs', '--lock', '--log-level', 'warn'], roundUrl, {
    ZENPULSE_RETENTION_DAYS: days,
  });
  await new Promise((done) => setTimeout(done, Number(seconds) * 1000));
  const after = await countOld(roundUrl);
  child.kill('SIGTERM');
  await ended;
  const late = JSON.parse(readFileSync(join(folder, 'late.json'), 'utf8'));
  if (copy === null) await putBack();
  else for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true });
  rmSync(join(folder, '.zenpulse'), { recursive: true, force: true });
  const result = {
    runs: late.length,
    p50: quantile(late, 0.5),
    p99: quantile(late, 0.99),
    deleted: before - after,
  };
  console.log(days, JSON.stringify(result));
  return result;
}

async function countOld(at) {
  const database = await open(at);
  const [{ n }] = await database.read(`SELECT COUNT(*) AS n FROM ${TABLE} WHERE id LIKE 'old-%'`);
  await database.close();
  return Number(n);
}

async function putBack() {
  const database = await open(url);
  await database.write(`DELETE FROM ${TABLE}`);
  await database.write('DELETE FROM zenpulse_schedule_config');
  await database.close();
  await fill();
}

async function runToEnd(args, database) {
  const { ended } = start(args, database, {});
  const code = await ended;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
}

function start([script, ...args], database, env) {
  const child = spawn(process.execPath, [join(product, script), ...args], {
    cwd: folder,
    env: {
      ...process.env,
      ZENPULSE_DATABASE_URL: database,
      ZENPULSE_STATE_DIR: join(folder, '.zenpulse'),
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return { child, ended: new Promise((done) => child.on('close', done)) };
}
