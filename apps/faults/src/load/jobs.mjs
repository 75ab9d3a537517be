// The load: short jobs that each append a line when they begin and one when they end. That file is the truth: the jobs
// write it themselves, with one system call per line and without any code of ZenPulse.
import { openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { zenpulseJob } from 'zenpulse';

const file = openSync(process.env.FAULTS_TRUTH, 'a');

const say = (what, { jobKey, scheduledAt, attempt, runId }, how = '') =>
  writeSync(
    file,
    `${what} ${jobKey} ${scheduledAt.toISOString()} ${attempt} ${runId} ${process.pid} ${new Date().toISOString()}${how}\n`,
  );

/** A job that works for `ms` (a number, or a function of its context), and fails if `isFailing` returns true. */
function job(key, everySeconds, options, ms, isFailing = () => false) {
  const trigger = { triggerType: 'interval', intervalValue: everySeconds, intervalUnit: 'seconds' };
  const work = async (context, length) => {
    if (length > 0) await sleep(length);
    const isFailed = isFailing(context);
    say('end', context, isFailed ? ' failed' : ' done');
    if (isFailed) throw new Error('as it should');
  };
  zenpulseJob(key, { ...trigger, logPolicy: 'all', ...options }, (context) => {
    say('start', context);
    const length = typeof ms === 'function' ? ms(context) : ms;
    return work(context, length);
  });
}

/** A repeatable value that differs between occurrences. */
const mixed = ({ jobKey, scheduledAt, attempt }) => {
  let hash = attempt;
  for (const letter of `${jobKey}${scheduledAt.getTime() / 1000}`) {
    hash = Math.imul(hash ^ letter.codePointAt(0), 0x5bd1e995) >>> 0;
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
};
const shortly = (context) => 5 + (mixed(context) % 46);
const oneIn = (n) => (context) => mixed(context) % n === 0;

for (const n of [1, 2, 3, 4]) job(`noop-${n}`, 1, {}, 0);
for (const n of [1, 2, 3, 4]) job(`short-${n}`, n > 2 ? 2 : 1, {}, shortly);
for (const n of [1, 2]) job(`medium-${n}`, 1, {}, 300);
for (const n of [1, 2]) job(`flaky-${n}`, 1 + n, { maxRetries: 2 }, shortly, oneIn(2));
job('failing', 3, {}, 0, () => true);
job('long', 1, { maxInstances: 2 }, 2_000);
job('chain', 1, { coalesce: false }, 20);
job('slow-chain', 1, { coalesce: false }, 400);
job('impatient', 1, { misfireGraceTime: 1 }, 0);
job('rare', 3, { coalesce: false, misfireGraceTime: null }, shortly);
