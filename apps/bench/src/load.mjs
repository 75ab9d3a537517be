// Registering many mixed schedules: the time until all are armed, and the memory they hold then. Each measurement
// in a process of its own, in alternating rounds.
// Usage: node src/load.mjs [rounds=3]
import { fileURLToPath } from 'node:url';
import { Cron } from 'croner';
import { schedule } from 'node-cron';
import { CronJob, SimpleIntervalJob, Task, ToadScheduler } from 'toad-scheduler';
import { newSchedule, SCHEDULE_DEFAULTS } from '../dist/product.mjs';
import { answer, isChild, measureApart } from './child.mjs';
import { distinctCount, mixedSchedules } from './mixed-schedules.mjs';
import { runningDispatcher } from './running-dispatcher.mjs';
import { figure, goal, medians, publish, table, versionOf } from './report.mjs';

const MB = 1_048_576;
const NODE_OPTIONS = ['--expose-gc', '--max-old-space-size=10000'];
/** The input as the store returns it: ours is prepared before the measurement, like the peers' plain descriptions. */
const asRows = (list) => {
  const fields = { ...SCHEDULE_DEFAULTS, jobKey: 'report.send', timezone: 'UTC' };
  return list.map((wanted, index) =>
    newSchedule(`schedule-${index}`, { ...fields, ...ourFields(wanted) }, Date.now()),
  );
};

function intoDispatcher(rows) {
  const dispatcher = runningDispatcher();
  dispatcher.apply({ add: rows, replace: [], remove: [] });
  return dispatcher;
}

const OURS = 'zenpulse';
const OURS_WITH_ROWS = 'zenpulse, making and holding its rows too';

/** `given` makes the input from the plain descriptions; `register` arms it and returns what keeps it alive. */
const SYSTEMS = {
  [OURS]: { given: asRows, register: intoDispatcher },
  [OURS_WITH_ROWS]: { given: asIs, register: (list) => intoDispatcher(asRows(list)) },
  croner: {
    given: asIs,
    register: (list) =>
      list.map(({ cron, zone, seconds }) =>
        cron === undefined
          ? new Cron('* * * * * *', { interval: seconds }, noop)
          : new Cron(cron.join(' '), { timezone: zone }, noop),
      ),
  },
  'toad-scheduler': {
    given: asIs,
    register: (list) => {
      const scheduler = new ToadScheduler();
      list.forEach(({ cron, zone, seconds }, index) => {
        const [id, task] = [`schedule-${index}`, new Task(`task-${index}`, noop)];
        if (cron === undefined)
          scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ seconds }, task, { id }));
        else
          scheduler.addCronJob(new CronJob({ cronExpression: cron.join(' '), timezone: zone }, task, { id }));
      });
      return scheduler;
    },
  },
  'node-cron': {
    given: asIs,
    register: (list) =>
      list.map(({ cron, zone, seconds }) =>
        cron === undefined
          ? schedule(cronNear(seconds), noop)
          : schedule(cron.join(' '), noop, { timezone: zone }),
      ),
  },
};

const MEASURED = [
  [OURS, 10_000],
  [OURS_WITH_ROWS, 10_000],
  ['croner', 10_000],
  ['toad-scheduler', 10_000],
  ['node-cron', 10_000],
  [OURS, 100_000],
  [OURS_WITH_ROWS, 100_000],
  ['node-cron', 100_000],
  [OURS, 1_000_000],
  [OURS_WITH_ROWS, 1_000_000],
];

if (isChild) await answer(measure);
else await main(Number(process.argv[2] ?? 3));

function measure({ system, count }) {
  const { register } = SYSTEMS[system];
  const input = inputOf(system, count);
  const before = memory();
  const begunAt = performance.now();
  const alive = register(input);
  const ms = performance.now() - begunAt;
  const after = memory();
  return {
    ms,
    heapMb: after.heapMb - before.heapMb,
    rssMb: after.rssMb - before.rssMb,
    isAlive: Number(alive !== null && input.length === count),
  };
}

/** In its own function, so that no temporary values survive into the measurement. */
function inputOf(system, count) {
  return SYSTEMS[system].given(mixedSchedules(count));
}

function memory() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heapMb: (heapUsed + external) / MB, rssMb: rss / MB };
}

async function main(rounds) {
  const samples = MEASURED.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, [system, count]] of MEASURED.entries()) {
      const result = await measureApart(fileURLToPath(import.meta.url), { system, count }, NODE_OPTIONS);
      console.error(`round ${round + 1}: ${system} ${count}: ${JSON.stringify(result)}`);
      if (result !== null) samples[index].push(result);
    }
  }
  const results = MEASURED.map(([system, count], index) => ({ system, count, ...medians(samples[index]) }));
  const of = (system, count) => results.find((result) => result.system === system && result.count === count);
  const peers = results.filter(({ system, count }) => !system.startsWith(OURS) && count === 100_000);
  const [ours, withRows, nodeCron] = [OURS, OURS_WITH_ROWS, 'node-cron'].map((system) => of(system, 100_000));
  const faster = ({ ms }) => Math.min(...peers.map((peer) => peer.ms)) / ms;
  // A garbage collection meanwhile may have freed more than was added.
  const lighter = ({ heapMb, rssMb }) => [nodeCron.heapMb / heapMb, nodeCron.rssMb / Math.max(rssMb, 1)];
  const shares = (result) => `heap 1/${figure(lighter(result)[0])}, RSS 1/${figure(lighter(result)[1])}`;
  const gigabytes = (system) => figure((of(system, 10_000).heapMb * 10) / 1024);
  const million = of(OURS_WITH_ROWS, 1_000_000);
  const distinct = [10_000, 100_000].map(
    (count) => `${figure(distinctCount(mixedSchedules(count)))} of ${figure(count)}`,
  );

  publish('load', [
    `70 % cron in five zones with varied fields, 30 % intervals; ${distinct.join(' and ')} differ from all others. Time from a list in ` +
      `memory (ours: the store's rows; a peer: plain descriptions) to armed schedules, in a fresh process where nothing is warm; memory ` +
      `is what that adds after a full collection. The second line of ours makes the rows out of the same plain descriptions and counts ` +
      `them. The median of ${rounds} alternating rounds. ${versionOf('croner')}, ${versionOf('toad-scheduler')} (its crons are croner's, ` +
      `of version 10), ${versionOf('node-cron')} (has no intervals: the nearest cron). croner and toad-scheduler are left out at 100,000, ` +
      `where they would hold ${gigabytes('croner')} and ${gigabytes('toad-scheduler')} GB.`,
    table(
      ['schedules', 'system', 'ms', 'µs each', 'heap MB', 'RSS MB', 'time ÷ ours', 'heap ÷ ours'],
      results.map(({ system, count, ms, heapMb, rssMb }) => [
        figure(count),
        system,
        figure(ms),
        figure((ms * 1000) / count),
        figure(heapMb),
        figure(rssMb),
        `${figure(ms / of(OURS, count).ms)} ×`,
        `${figure(heapMb / of(OURS, count).heapMb)} ×`,
      ]),
    ),
    [
      goal(
        `100,000 registered at least 35 × faster than the fastest peer: ${figure(faster(ours))} × (with its rows ${figure(faster(withRows))} ×)`,
        faster(ours) >= 35,
      ),
      goal(
        `in at most a seventh of node-cron's memory: ${shares(ours)} (with its rows ${shares(withRows)})`,
        lighter(ours).every((times) => times >= 7),
      ),
      `- 1,000,000 schedules of ours, rows included: ${figure(million.ms / 1000)} s, ${figure(million.heapMb)} MB of heap, ${figure(million.rssMb)} MB of RSS`,
    ].join('\n'),
  ]);
}

function ourFields({ cron, zone, seconds }) {
  if (cron === undefined) return { triggerType: 'interval', intervalValue: seconds, intervalUnit: 'seconds' };
  const [cronMinute, cronHour, cronDay, cronMonth, cronDayOfWeek] = cron;
  return { triggerType: 'cron', timezone: zone, cronMinute, cronHour, cronDay, cronMonth, cronDayOfWeek };
}

function cronNear(seconds) {
  if (seconds < 60) return `*/${seconds} * * * * *`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `*/${minutes} * * * *` : `0 */${Math.min(23, Math.round(minutes / 60))} * * *`;
}

function asIs(list) {
  return list;
}

function noop() {}
