// From a SQLite file to armed triggers through the product's own parts: a fresh process opens the file and starts an
// engine under the lock; measured from opening until every schedule has its next run. In alternating rounds with a
// process that reads the same rows and does nothing with them.
// Usage: node src/arming.mjs [rounds=5] [schedules=100000]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { connectSqlite, newId, openSqlite, silentLogger, systemClock } from '../dist/product.mjs';
import { benchEngine } from './bench-engine.mjs';
import { answer, isChild, measureApart } from './child.mjs';
import { mixedSchedules } from './mixed-schedules.mjs';
import { figure, goal, medians, publish, table } from './report.mjs';

const GOAL_MS = 1_500;

if (isChild) await answer(({ way, ...place }) => (way === 'engine' ? arm(place) : readRows(place)));
else await main(Number(process.argv[2] ?? 5), Number(process.argv[3] ?? 100_000));

async function arm({ file, stateDir, count }) {
  const rssBefore = process.memoryUsage().rss;
  const begunAt = performance.now();
  const backend = await connectSqlite({ file, stateDir, clock: systemClock, logger: silentLogger });
  const openedMs = performance.now() - begunAt;
  const engine = benchEngine(backend, () => undefined);
  await engine.start();
  while (engine.gauges().schedules < count) await new Promise((resolve) => setImmediate(resolve));
  const ms = performance.now() - begunAt;
  return { openedMs, ms, rssMb: (process.memoryUsage().rss - rssBefore) / 1_048_576 };
}

function readRows({ file }) {
  const rssBefore = process.memoryUsage().rss;
  const begunAt = performance.now();
  const rows = new Database(file).prepare('SELECT * FROM zenpulse_schedule_config').all();
  const ms = performance.now() - begunAt;
  return { openedMs: 0, ms, rows: rows.length, rssMb: (process.memoryUsage().rss - rssBefore) / 1_048_576 };
}

async function main(rounds, count) {
  const folder = mkdtempSync(join(tmpdir(), 'zenpulse-arming-'));
  const file = join(folder, 'zenpulse.db');
  const opened = await openSqlite({ file, clock: systemClock, logger: silentLogger, mayCreate: true });
  await opened.close();
  fill(file, count);
  const ways = [
    { name: 'zenpulse, opened to armed', way: 'engine', samples: [] },
    { name: 'libsql, the rows read alone', way: 'rows', samples: [] },
  ];
  for (let round = 0; round < rounds; round += 1) {
    for (const { way, samples } of ways) {
      const stateDir = join(folder, `state-${round}`);
      samples.push(await measureApart(fileURLToPath(import.meta.url), { way, file, stateDir, count }));
    }
  }
  rmSync(folder, { recursive: true });
  const results = ways.map(({ name, samples }) => ({ name, ...medians(samples) }));
  const [ours, rows] = results;
  publish('arming', [
    `${figure(count)} schedules in a SQLite file (70 % cron in five zones, 30 % intervals); each measurement in a fresh process. The median of ${rounds} alternating rounds.`,
    table(
      ['what', 'ms', 'of it opening, ms', 'RSS MB', 'time ÷ rows alone'],
      results.map(({ name, ms, openedMs, rssMb }) => [
        name,
        figure(ms),
        openedMs === 0 ? '-' : figure(openedMs),
        figure(rssMb),
        `${figure(ms / rows.ms)} ×`,
      ]),
    ),
    goal(`armed within ${GOAL_MS} ms of opening the file: ${figure(ours.ms)}`, ours.ms <= GOAL_MS),
  ]);
}

/** Plain rows, as a restored dump brings them. */
function fill(file, count) {
  const database = new Database(file);
  const now = new Date().toISOString().replace('Z', '+00:00');
  const columns = [
    'id',
    'job_key',
    'variant',
    'trigger_type',
    'timezone',
    'log_policy',
    'created_at',
    'updated_at',
  ];
  const crons = ['cron_minute', 'cron_hour', 'cron_day', 'cron_month', 'cron_day_of_week'];
  const insertOf = (names) =>
    database.prepare(
      `INSERT INTO zenpulse_schedule_config (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    );
  const [cron, interval] = [
    insertOf([...columns, ...crons]),
    insertOf([...columns, 'interval_value', 'interval_unit']),
  ];
  database.transaction(() => {
    for (const [index, { cron: fields, zone, seconds }] of mixedSchedules(count).entries()) {
      const common = (type, timezone) => [newId(), 'noop', `${index}`, type, timezone, 'none', now, now];
      if (seconds === undefined) cron.run([...common('cron', zone), ...fields]);
      else interval.run([...common('interval', 'UTC'), seconds, 'seconds']);
    }
  })();
  database.close();
}
