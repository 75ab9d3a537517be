// Next fire times: how many a second, in 15 cells (pattern × zone), ours and each peer's in alternating rounds.
// Usage: node src/next-times.mjs [rounds=7]
import { Cron } from 'croner';
import { CronExpressionParser } from 'cron-parser';
import { createTask } from 'node-cron';
import { createCronTrigger } from '../dist/product.mjs';
import { figure, goal, median, publish, table, versionOf } from './report.mjs';

const ROUNDS = Number(process.argv[2] ?? 7);
const ROUND_MS = 60;
/** Every run over a pattern starts here, so that all of them cover the same years. */
const FROM = Date.UTC(2026, 0, 1);
const STEPS = 50;

const PATTERNS = ['* * * * *', '*/15 9-17 * * 1-5', '30 8 * * *', '0 0 1 * *', '0 12 29 2 *'];
const ZONES = ['UTC', 'Europe/Berlin', 'Australia/Lord_Howe'];
const NAMES = ['zenpulse', 'croner', 'cron-parser', 'node-cron'];

/** Each returns a function that computes the next STEPS times. */
const WALKS = {
  zenpulse: ({ pattern, zone }) => {
    const [cronMinute, cronHour, cronDay, cronMonth, cronDayOfWeek] = pattern.split(' ');
    const trigger = createCronTrigger({ cronMinute, cronHour, cronDay, cronMonth, cronDayOfWeek }, zone);
    return (from = FROM) => collect(from, (at) => trigger.next(at));
  },
  croner: ({ pattern, zone }) => {
    const cron = new Cron(pattern, { timezone: zone, paused: true });
    return () => collect(new Date(FROM), (at) => cron.nextRun(at));
  },
  'cron-parser': ({ pattern, zone }) => {
    const from = new Date(FROM);
    const expression = CronExpressionParser.parse(pattern, { currentDate: from, tz: zone });
    return () => {
      expression.reset(from);
      return collect(null, () => expression.next());
    };
  },
  'node-cron': ({ pattern, zone }) => {
    const task = createTask(pattern, () => undefined, { timezone: zone });
    return () => task.getNextRuns(STEPS);
  },
};

const cells = PATTERNS.flatMap((pattern) => ZONES.map((zone) => ({ pattern, zone })));
const rows = cells.map(measureCell);
const worst = Math.min(...rows.map(({ ratio }) => ratio));
const missing = rows.flatMap(({ left }) => left);

publish('next-times', [
  `Each of ${cells.length} cells: the next ${STEPS} times from ${new Date(FROM).toISOString().slice(0, 10)} on, again and again for ` +
    `${ROUND_MS} ms a round; the median of ${ROUNDS} alternating rounds, in next times a second. Making the pattern is not part of it. ` +
    `All gave the same times. ${versionOf('croner')}, ${versionOf('cron-parser')}, ${versionOf('node-cron')} (\`getNextRuns\`, from now on).`,
  table(
    ['pattern', 'zone', ...NAMES, 'ours ÷ fastest peer'],
    rows.map(({ pattern, zone, rates, ratio }) => [
      `\`${pattern}\``,
      zone,
      ...rates.map((rate) => (rate === null ? '-' : figure(rate))),
      `**${figure(ratio)} ×**`,
    ]),
  ),
  ...(missing.length === 0 ? [] : [`Left out: ${missing.join('; ')}.`]),
  goal(`at least 50 × the fastest peer in each cell (least: ${figure(worst)} ×)`, worst >= 50),
]);

function measureCell(cell) {
  const walks = NAMES.map((name) => WALKS[name](cell));
  const left = [];
  walks.forEach((walk, index) => {
    const problem = problemOf(walk, walks[0]);
    if (problem === null) return;
    left.push(`${NAMES[index]} in \`${cell.pattern}\` ${cell.zone}: ${problem}`);
    walks[index] = null;
  });
  const samples = walks.map(() => []);
  for (let round = 0; round <= ROUNDS; round += 1) {
    walks.forEach((walk, index) => {
      const rate = walk === null ? null : rateOf(walk);
      if (round > 0) samples[index].push(rate); // the first round warms up
    });
  }
  const rates = walks.map((walk, index) => (walk === null ? null : median(samples[index])));
  return { ...cell, rates, left, ratio: rates[0] / Math.max(...rates.slice(1)) };
}

function rateOf(walk) {
  let steps = 0;
  const begunAt = performance.now();
  let elapsed = 0;
  while (elapsed < ROUND_MS) {
    walk();
    steps += STEPS;
    elapsed = performance.now() - begunAt;
  }
  return (steps / elapsed) * 1000;
}

/** Null if a walk's times equal ours. */
function problemOf(walk, ours) {
  try {
    const times = walk().map((time) => (typeof time === 'number' ? time : time.getTime()));
    const expected = ours(times[0] - 1);
    const wrong = times.findIndex((time, index) => time !== expected[index]);
    return wrong < 0 ? null : `another time (${new Date(times[wrong]).toISOString()})`;
  } catch (error) {
    return error.message;
  }
}

function collect(from, next) {
  const times = [];
  let at = from;
  for (let step = 0; step < STEPS; step += 1) {
    at = next(at);
    times.push(at);
  }
  return times;
}
