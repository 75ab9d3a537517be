// A batch of executions into SQLite: the store's append beside Prisma's createMany, on two files of the same kind
// (same tables and indexes, WAL), in alternating rounds within one process.
// Usage: node src/flush.mjs [rounds=30] [rows=500]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
const [forAppend, forCreateMany] = await Promise.all(
  ['append.db', 'create-many.db'].map((name) => openSqlite(join(folder, name), systemClock, silentLogger)),
);
const store = createSqliteExecutionStore(forAppend.database, systemClock);
const client = await forCreateMany.client();
const ways = [
  { name: '`append` of the store', samples: [], write: (batch) => store.append(batch) },
  {
    name: 'Prisma `createMany`',
    samples: [],
    write: (batch) => client.jobExecutionLog.createMany({ data: batch.map(prismaRow) }),
  },
];
for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
  const batch = executions(round);
  for (const { write, samples } of ways) {
    const sample = await measure(() => write(batch));
    if (round >= WARM_UP) samples.push(sample);
  }
}
const counts = await Promise.all(
  [forAppend, forCreateMany].map(({ database }) =>
    createSqliteExecutionStore(database, systemClock).count({}, Infinity),
  ),
);
if (counts.some(({ count }) => count !== (ROUNDS + WARM_UP) * ROWS))
  throw new Error(`rows are missing: ${counts.map(({ count }) => count).join()}`);
await Promise.all([forAppend, forCreateMany].map((opened) => opened.close()));
rmSync(folder, { recursive: true });

const [ours, peer] = ways.map(({ name, samples }) => {
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
publish('flush', [
  `${ROWS} executions a batch, ${ROUNDS} batches of each in turns; the same rows, each way into a file of its own with the product's tables ` +
    `(${Object.keys(prismaRow(sampleExecution())).length} columns, five indexes), WAL, synchronous full. Medians. ${versionOf('@prisma/client')}, ${versionOf('libsql')}.`,
  table(
    ['way', 'rows a second', 'ms a batch', 'p99 ms', 'longest block of the loop, ms', 'time ÷ ours'],
    [ours, peer].map(({ name, rate, ms, p99, block }) => [
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
  ),
]);

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
