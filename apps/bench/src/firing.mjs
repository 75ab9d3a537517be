// Many schedules due in the same second, every second or every five: what fires, how late, at what price, and for how long the
// event loop is blocked. No-op jobs; ours is the whole engine with its defaults (log policy none) on the system
// clock. Each measurement in a process of its own, in alternating rounds.
// Usage: node src/firing.mjs [rounds=3] [part of a system's name or a number of schedules, to measure only those]
import { mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Cron } from 'croner';
import { schedule } from 'node-cron';
import { SimpleIntervalJob, Task, ToadScheduler } from 'toad-scheduler';
import {
  connectSqlite,
  newSchedule,
  SCHEDULE_DEFAULTS,
  silentLogger,
  systemClock,
} from '../dist/product.mjs';
import { benchEngine } from './bench-engine.mjs';
import { answer, isChild, measureApart } from './child.mjs';
import { figure, goal, medians, publish, table, versionOf } from './report.mjs';

const SECONDS = 10;
/** The probe of the loop uses CPU itself, so it has a separate time window. */
const PROBE_SECONDS = 5;
/** A runner lives for days: what its first thousand runs take for compiling is not measured. */
const WARM_UP_MS = 15_000;
const NODE_OPTIONS = ['--max-old-space-size=8000'];
/** The machine's own effect on the loop. */
const IDLE = ['an idle process', 0];
const SYSTEMS = {
  [IDLE[0]]: async () => undefined,
  zenpulse: startOurs(),
  'zenpulse, async job': startOurs({ isAsync: true }),
  'zenpulse, every run recorded': startOurs({ logPolicy: 'all' }),
  croner: startCroner(),
  'croner with a zone': startCroner({ timezone: 'Europe/Berlin' }),
  'croner, two lines a run': startCroner({}, writtenLines),
  'toad-scheduler': startToad,
  'node-cron': startNodeCron,
};
/** One burst at a time: the next comes long after it has ended. */
const SELDOM = 5;
const MEASURED = [
  IDLE,
  ...[1_000, 10_000].flatMap((count) =>
    Object.keys(SYSTEMS)
      .slice(1)
      .map((system) => [system, count]),
  ),
  ['zenpulse', 100_000, SELDOM],
  ['zenpulse', 100_000],
];

if (isChild) await answer(measure);
else await main(Number(process.argv[2] ?? 3), process.argv[3] ?? '');

async function measure({ system, count, every }) {
  const tally = { from: Infinity, until: Infinity, done: 0, all: 0, lateness: new Uint32Array(60_001) };
  const fired = (dueAt) => {
    tally.all += 1;
    if (dueAt <= tally.from || dueAt > tally.until) return;
    tally.done += 1;
    tally.lateness[Math.min(Math.max(Date.now() - dueAt, 0), 60_000)] += 1;
  };
  await SYSTEMS[system](count, fired, every);
  await untilHalfSecond(WARM_UP_MS);

  const [cpuBefore, firedBefore] = [process.cpuUsage(), tally.all];
  tally.from = Date.now();
  await sleep(SECONDS * 1000);
  tally.until = Date.now();
  const { user, system: kernel } = process.cpuUsage(cpuBefore);
  const cpuUs = (user + kernel) / (tally.all - firedBefore);
  const bursts = Math.round((tally.until - tally.from) / 1000 / every);
  await sleep(2_000); // runs due in the window may end after it

  await untilHalfSecond(0);
  const probe = monitorEventLoopDelay({ resolution: 1 });
  probe.enable();
  await sleep(PROBE_SECONDS * 1000);
  probe.disable();
  return {
    share: tally.done / (count * bursts),
    p50: quantileOf(tally.lateness, 0.5),
    p99: quantileOf(tally.lateness, 0.99),
    cpuUs,
    blockMs: Math.max(0, probe.max / 1e6 - 1),
    rssMb: process.memoryUsage().rss / 1_048_576,
  };
}

/** The engine reads its schedules once, from a store in memory; all are due on whole seconds. */
function startOurs(kind = {}) {
  return (count, fired, every) => startEngine(kind, count, fired, every);
}

async function startEngine({ isAsync = false, logPolicy = 'none' }, count, fired, every) {
  const fields = {
    ...SCHEDULE_DEFAULTS,
    jobKey: 'noop',
    triggerType: 'interval',
    intervalValue: every,
    intervalUnit: 'seconds',
    timezone: 'UTC',
    logPolicy,
  };
  const madeAt = Date.now();
  const changed = Array.from({ length: count }, (_, index) => ({
    isDamaged: false,
    schedule: newSchedule(`schedule-${index}`, { ...fields, variant: `${index}` }, madeAt),
  }));
  const pair = { revision: 1, token: 'bench' };
  const schedules = {
    readRevision: async () => pair,
    readChanges: async () => ({ ...pair, historyId: 'bench', continuity: 'unknown', changed, deleted: [] }),
  };
  const job = ({ scheduledAt }) => fired(scheduledAt.getTime());
  const later = async ({ scheduledAt }) => fired(scheduledAt.getTime());
  const folder = temporaryFolder();
  const place = { file: join(folder, 'zenpulse.db'), stateDir: join(folder, '.zenpulse') };
  const backend = await connectSqlite({ ...place, clock: systemClock, logger: silentLogger });
  const engine = benchEngine({ ...backend, schedules }, isAsync ? later : job);
  await engine.start();
}

/** `around`: what wraps the job's function. */
function startCroner(options = {}, around = (job) => job) {
  return async (count, fired) => {
    const job = around(() => fired(wholeSecond()));
    for (let n = 0; n < count; n += 1) new Cron('* * * * * *', options, job);
  };
}

/** What people write around a job who want to know later what ran: a line before and a line after, in a file. */
function writtenLines(job) {
  const file = openSync(join(temporaryFolder(), 'runs.log'), 'a');
  const write = (what) => writeSync(file, `${new Date().toISOString()} ${what} noop\n`);
  return () => {
    write('started');
    job();
    write('ended');
  };
}

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'zenpulse-firing-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Its intervals, which are faster than its crons; each counts from its own start. */
async function startToad(count, fired) {
  const scheduler = new ToadScheduler();
  for (let n = 0; n < count; n += 1) {
    let startedAt = 0;
    const task = new Task('noop', () =>
      fired(startedAt + Math.floor((Date.now() - startedAt) / 1000) * 1000),
    );
    scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ seconds: 1 }, task, { id: `${n}` }));
    startedAt = Date.now();
  }
}

async function startNodeCron(count, fired) {
  const job = () => fired(wholeSecond());
  for (let n = 0; n < count; n += 1) schedule('* * * * * *', job, { suppressMissedWarning: true });
}

function wholeSecond() {
  return Math.floor(Date.now() / 1000) * 1000;
}

/** A window from half second to half second contains whole bursts. */
async function untilHalfSecond(atLeastMs) {
  await sleep(atLeastMs);
  await sleep(1000 - ((Date.now() + 500) % 1000));
}

function quantileOf(histogram, share) {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  return histogram.findIndex((count) => (seen += count) >= total * share);
}

async function main(rounds, only) {
  const samples = MEASURED.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, [system, count, every = 1]] of MEASURED.entries()) {
      if (!`${system} ${count}`.includes(only)) continue;
      const task = { system, count, every };
      const result = await measureApart(fileURLToPath(import.meta.url), task, NODE_OPTIONS);
      console.error(`round ${round + 1}: ${system} ${count} every ${every} s: ${JSON.stringify(result)}`);
      if (result !== null) samples[index].push(result);
    }
  }
  if (only !== '') return; // its lines above are all
  const results = MEASURED.map(([system, count, every = 1], index) => ({
    system,
    count,
    every,
    ...medians(samples[index]),
    leastBlockMs: Math.min(...samples[index].map(({ blockMs }) => blockMs)),
  }));
  const of = (system, count, every = 1) =>
    results.find((one) => one.system === system && one.count === count && one.every === every);
  const [ours, croner] = [of('zenpulse', 10_000), of('croner', 10_000)];
  const [usual, usualCroner] = [of('zenpulse', 1_000), of('croner', 1_000)];
  const cpuGoals = [
    ['zenpulse', 'a synchronous job', 6],
    ['zenpulse, async job', 'an async one', 10],
    ['zenpulse, every run recorded', 'a recorded one', 25],
  ];
  const burst = of('zenpulse', 100_000, SELDOM);

  publish('firing', [
    `Every schedule is due on every whole second (toad-scheduler: each a second after its own start), or on every fifth, for ${SECONDS} s; ` +
      `the longest block of the event loop over ${PROBE_SECONDS} s more (\`monitorEventLoopDelay\`; ` +
      `the idle process shows what the machine's other work does to it). ` +
      `Each system ran for ${WARM_UP_MS / 1000} s before. Ours: the whole engine under \`--lock\`, its journal on disk included, one interval schedule each, log policy \`none\` unless every run is recorded. The median of ${rounds} alternating rounds. ` +
      `${versionOf('croner')} (without a zone unless it says so; two lines a run are written into a file), ${versionOf('toad-scheduler')} (intervals), ${versionOf('node-cron')} (without a zone).`,
    table(
      [
        'due at once',
        'system',
        'completed',
        'late p50 ms',
        'late p99 ms',
        'p99 ÷ ours',
        'CPU µs a fire',
        'longest block ms',
        'RSS MB',
      ],
      results.map(({ system, count, every, share, p50, p99, cpuUs, blockMs, leastBlockMs, rssMb }) => [
        every === 1 ? figure(count) : `${figure(count)}, every ${every} s`,
        system,
        ...(count === 0
          ? ['-', '-', '-', '-', '-']
          : [
              `${figure(share * 100)} %`,
              figure(p50),
              figure(p99),
              `${figure(p99 / of('zenpulse', count, every).p99)} ×`,
              figure(cpuUs),
            ]),
        `${figure(blockMs)} (least ${figure(leastBlockMs)})`,
        figure(rssMb),
      ]),
    ),
    [
      goal(
        `10,000 due each second: all done (${figure(ours.share * 100)} %), p99 at most a third of croner's (1/${figure(croner.p99 / ours.p99)})`,
        ours.share > 0.999 && ours.p99 <= croner.p99 / 3,
      ),
      goal(
        `1,000 due each second: no more CPU a run than croner (${figure(usual.cpuUs)} and ${figure(usualCroner.cpuUs)} µs) and no later (p99 ${figure(usual.p99)} and ${figure(usualCroner.p99)} ms)`,
        usual.cpuUs <= usualCroner.cpuUs && usual.p99 <= usualCroner.p99,
      ),
      ...cpuGoals.map(([system, what, most]) =>
        goal(
          `10,000 due each second: at most ${most} µs of CPU for ${what} (${figure(of(system, 10_000).cpuUs)})`,
          of(system, 10_000).cpuUs <= most,
        ),
      ),
      goal(
        `100,000 due in one second: all done (${figure(burst.share * 100)} %), the loop never blocked for more than 15 ms (${figure(burst.blockMs)}; least ${figure(burst.leastBlockMs)})`,
        burst.share > 0.999 && burst.blockMs <= 15,
      ),
    ].join('\n'),
  ]);
}
