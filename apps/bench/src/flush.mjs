// A batch of executions into SQLite: the store's append beside Prisma's createMany and beside the driver alone (a
// prepared INSERT of all columns, each row run in one transaction on the calling thread), on three files of the same
// kind (same tables and indexes, WAL), in alternating rounds within one process.
// Usage: node src/flush.mjs [rounds=30] [rows=500]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import {
  createSqliteExecutionStore,
  newId,
  openSqlite,
  sampleExecution,
  silentLogger,
  systemClock,
} from '../dist/product.mjs';
import { figure, goal, median, publish, quantile, table, versionOf } from './report.mjs';

const ROUNDS = Number(process.argv[2] ?? 30);
const ROWS = Number(process.argv[3] ?? 500);
const WARM_UP = 3;

const folder = mkdtempSync(join(tmpdir(), 'zenpulse-flush-'));
const files = ['append.db', 'create-many.db', 'driver.db'].map((name) => join(folder, name));
const opened = await Promise.all(
  files.map((file) => openSqlite({ file, clock: systemClock, logger: silentLogger, mayCreate: true })),
);
const [forAppend, forCreateMany] = opened;
const store = createSqliteExecutionStore(forAppend.database, systemClock);
const client = await forCreateMany.client();
const ways = [
  { name: '`append` of the store', samples: [], write: (batch) => store.append(batch) },
  {
    name: 'Prisma `createMany`',
    samples: [],
    write: (batch) => client.jobExecutionLog.createMany({ data: batch.map(prismaRow) }),
  },
  { name: 'libsql, a prepared `INSERT`', samples: [], write: driverInsert(files[2]) },
];
for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
  const batch = executions(round);
  for (const { write, samples } of ways) {
    const sample = await measure(() => write(batch));
    if (round >= WARM_UP) samples.push(sample);
  }
}
const counts = await Promise.all(
  opened.map(({ database }) => createSqliteExecutionStore(database, systemClock).count({}, Infinity)),
);
if (counts.some(({ count }) => count !== (ROUNDS + WARM_UP) * ROWS))
  throw new Error(`rows are missing: ${counts.map(({ count }) => count).join()}`);
const indexes = new Database(files[2])
  .prepare("SELECT count(*) AS n FROM sqlite_master WHERE type = 'index' AND tbl_name = ?")
  .get('zenpulse_job_execution_log').n;
await Promise.all(opened.map((one) => one.close()));
rmSync(folder, { recursive: true });

const results = ways.map(({ name, samples }) => {
  const ms = samples.map((sample) => sample.ms);
  const block = samples.map((sample) => sample.blockMs);
  return {
    name,
    ms: median(ms),
    p99: quantile(ms, 0.99),
    block: median(block),
    rate: (ROWS / median(ms)) * 1000,
  };
});
const [ours, peer, driver] = results;
publish('flush', [
  `${ROWS} executions a batch, ${ROUNDS} batches of each in turns; the same rows, each way into a file of its own with the product's tables ` +
    `(${Object.keys(prismaRow(sampleExecution())).length} columns, ${indexes} indexes), WAL, synchronous full. Medians. ${versionOf('@prisma/client')}, ${versionOf('libsql')}.`,
  table(
    ['way', 'rows a second', 'ms a batch', 'p99 ms', 'longest block of the loop, ms', 'time ÷ ours'],
    results.map(({ name, rate, ms, p99, block }) => [
      name,
      figure(rate),
      figure(ms),
      figure(p99),
      figure(block),
      `${figure(ms / ours.ms)} ×`,
    ]),
  ),
  goal(
    `a flush at least 25 × \`createMany\`'s rows per second: ${figure(ours.rate / peer.rate)} ×`,
    ours.rate >= 25 * peer.rate,
  ) +
    `\n- beside the driver's own insert: ${figure(ours.rate / driver.rate)} × its rows per second, off the calling thread`,
]);

/** With the driver alone, as an application would write it. */
function driverInsert(file) {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  const columns = database
    .prepare('SELECT name FROM pragma_table_info(?)')
    .all('zenpulse_job_execution_log')
    .map(({ name }) => name);
  const names = columns.map((name) => `"${name}"`).join(', ');
  const insert = database.prepare(
    `INSERT INTO "zenpulse_job_execution_log" (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  const camel = columns.map((name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase()));
  const textOf = (value) =>
    value instanceof Date ? value.toISOString().replace('Z', '+00:00') : (value ?? null);
  const all = database.transaction((rows) => {
    for (const row of rows)
      insert.run(
        camel.map((name) => (typeof row[name] === 'boolean' ? Number(row[name]) : textOf(row[name]))),
      );
  });
  return async (batch) => all(batch.map(prismaRow));
}

/** How long it takes, and the longest time in which no other code could run. */
async function measure(write) {
  let [isDone, last, blockMs] = [false, performance.now(), 0];
  const beat = () => {
    const now = performance.now();
    blockMs = Math.max(blockMs, now - last);
    last = now;
    if (!isDone) setImmediate(beat);
  };
  setImmediate(beat);
  const begunAt = performance.now();
  await write();
  const ms = performance.now() - begunAt;
  isDone = true;
  beat();
  return { ms, blockMs };
}

function executions(round) {
  const startAt = Date.UTC(2026, 0, 1) + round * ROWS * 1000;
  return Array.from({ length: ROWS }, (_, index) =>
    sampleExecution({
      id: newId(),
      scheduleId: `schedule-${index % 100}`,
      jobKey: `job-${index % 100}`,
      scheduledAt: startAt + index * 1000,
      runTime: startAt + index * 1000 + 3,
    }),
  );
}

function prismaRow(execution) {
  const scheduledAt = new Date(execution.scheduledAt);
  return { ...execution, scheduledAt, occurrenceAt: scheduledAt, runTime: new Date(execution.runTime) };
}
