// One schedule changes while many others exist: how long it takes until the change is in effect. Ours: reconcile and
// apply; a peer: stop the old job and create a new one. Each system in its own process, in alternating rounds. Usage:
// node src/live-update.mjs [rounds=3]
import { fileURLToPath } from 'node:url';
import { Cron } from 'croner';
import { schedule } from 'node-cron';
import { CronJob, Task, ToadScheduler } from 'toad-scheduler';
import { newSchedule, reconcile, SCHEDULE_DEFAULTS } from '../dist/product.mjs';
import { answer, isChild, measureApart } from './child.mjs';
import { runningDispatcher } from './running-dispatcher.mjs';
import { figure, medians, publish, quantile, table, versionOf } from './report.mjs';

const UPDATES = 1_000;
const ZONE = 'Europe/Berlin';
const NODE_OPTIONS = ['--max-old-space-size=8000'];
/** Each loads `count` daily crons and returns a function that moves one of them to another time. */
const SYSTEMS = {
  zenpulse: loadOurs,
  croner: loadCroner,
  'toad-scheduler': loadToad,
  'node-cron': loadNodeCron,
};
const MEASURED = [
  ['zenpulse', 100_000],
  ['croner', 10_000],
  ['toad-scheduler', 10_000],
  ['node-cron', 100_000],
];

if (isChild) await answer(measure);
else await main(Number(process.argv[2] ?? 3));

function measure({ system, count }) {
  const move = SYSTEMS[system](count);
  const took = [];
  for (let n = 0; n < UPDATES; n += 1) {
    const index = (n * 7_919) % count;
    const time = timeOf(n * 31 + 17);
    const begunAt = performance.now();
    move(index, time);
    took.push((performance.now() - begunAt) * 1000);
  }
  return { firstUs: took[0], p50Us: quantile(took, 0.5), p99Us: quantile(took, 0.99) };
}

function loadOurs(count) {
  const fields = { ...SCHEDULE_DEFAULTS, jobKey: 'report.send', triggerType: 'cron', timezone: ZONE };
  const at = ({ minute, hour }) => ({ cronMinute: `${minute}`, cronHour: `${hour}` });
  const add = Array.from({ length: count }, (_, index) =>
    newSchedule(`schedule-${index}`, { ...fields, ...at(timeOf(index)) }, Date.now()),
  );
  const dispatcher = runningDispatcher();
  dispatcher.apply({ add, replace: [], remove: [] });
  return (index, time) => {
    const changed = { ...add[index], ...at(time), version: 2, effectiveFrom: Date.now() };
    dispatcher.apply(reconcile(dispatcher, [{ isDamaged: false, schedule: changed }], null, () => true));
  };
}

function loadCroner(count) {
  const make = (time) => new Cron(lineOf(time), { timezone: ZONE }, noop);
  const jobs = Array.from({ length: count }, (_, index) => make(timeOf(index)));
  return (index, time) => {
    jobs[index].stop();
    jobs[index] = make(time);
  };
}

function loadToad(count) {
  const scheduler = new ToadScheduler();
  const add = (index, time) => {
    const task = new Task(`task-${index}`, noop);
    scheduler.addCronJob(
      new CronJob({ cronExpression: lineOf(time), timezone: ZONE }, task, { id: `${index}` }),
    );
  };
  for (let index = 0; index < count; index += 1) add(index, timeOf(index));
  return (index, time) => {
    scheduler.removeById(`${index}`);
    add(index, time);
  };
}

function loadNodeCron(count) {
  const make = (time) => schedule(lineOf(time), noop, { timezone: ZONE });
  const jobs = Array.from({ length: count }, (_, index) => make(timeOf(index)));
  return (index, time) => {
    void jobs[index].destroy();
    jobs[index] = make(time);
  };
}

function timeOf(n) {
  return { minute: n % 60, hour: Math.floor(n / 60) % 24 };
}

function lineOf({ minute, hour }) {
  return `${minute} ${hour} * * *`;
}

async function main(rounds) {
  const samples = MEASURED.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, [system, count]] of MEASURED.entries()) {
      const result = await measureApart(fileURLToPath(import.meta.url), { system, count }, NODE_OPTIONS);
      console.error(`round ${round + 1}: ${system} ${count}: ${JSON.stringify(result)}`);
      samples[index].push(result);
    }
  }
  const results = MEASURED.map(([system, count], index) => ({ system, count, ...medians(samples[index]) }));
  const [ours, ...peers] = results;
  const fastest = Math.min(...peers.map(({ p50Us }) => p50Us));

  publish('live-update', [
    `${figure(UPDATES)} updates, one after the other, of a daily cron in ${ZONE} among the others. croner and toad-scheduler ` +
      `stand among 10,000 for lack of memory; what they pay does not depend on it. Reading the row and the signal are not part of it ` +
      `(\`noticing\` measures the whole way). The median of ${rounds} alternating rounds. ` +
      `${versionOf('croner')}, ${versionOf('toad-scheduler')}, ${versionOf('node-cron')}.`,
    table(
      ['system', 'among', 'first µs', 'p50 µs', 'p99 µs', 'p50 ÷ ours'],
      results.map(({ system, count, firstUs, p50Us, p99Us }) => [
        system,
        figure(count),
        figure(firstUs),
        figure(p50Us),
        figure(p99Us),
        `${figure(p50Us / ours.p50Us)} ×`,
      ]),
    ),
    `An update is ${figure(fastest / ours.p50Us)} × as fast as the fastest peer's.`,
  ]);
}

function noop() {}
