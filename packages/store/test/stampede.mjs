// Lets many processes try to acquire one lease at the same moment, many times, and exits with 1 unless exactly one
// succeeds each time.
//
//   node packages/store/test/stampede.mjs [--count 1000] [--seed 1] [--starters 10]
import { mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildContender, machineNow, startContender } from './contender-process.mjs';

/**
 * What the starters find: nothing, a released lease, one whose holder was killed, or a lock of a killed attempt. In the
 * last scene some of them are killed while they try to acquire it.
 */
const SCENES = ['nobody', 'left', 'killed', 'stale lock', 'killed and stale lock', 'killed on the way'];
const LEAD_MS = 15;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    starters: { type: 'string', default: '10' },
  },
});
const random = randomFrom(Number(values.seed));
const root = mkdtempSync(join(tmpdir(), 'zenpulse-stampede-'));
const file = await buildContender();
const starters = await Promise.all(
  Array.from({ length: Number(values.starters) }, () => startContender(file)),
);
const failures = [];
const warnings = [];
const tookMs = {};

for (let round = 0; round < Number(values.count); round += 1) {
  const scene = SCENES[Math.floor(random() * SCENES.length)];
  const stateDir = join(root, String(round));
  await setScene(scene, stateDir);
  const failure = await stampede(scene, stateDir);
  if (failure !== null) failures.push({ round, scene, ...failure });
  rmSync(stateDir, { recursive: true, force: true });
}

await Promise.all(starters.map((starter) => starter.end('SIGTERM')));
rmSync(root, { recursive: true, force: true });
rmSync(file, { force: true });
console.log(
  JSON.stringify({
    seed: values.seed,
    stampedes: Number(values.count),
    failures,
    warnings,
    tookMs: summary(),
  }),
);
process.exitCode = failures.length === 0 ? 0 : 1;

async function setScene(scene, stateDir) {
  if (scene !== 'nobody' && scene !== 'stale lock') {
    const holder = await startContender(file);
    holder.order({ do: 'contend', stateDir, runnerId: 'before' });
    await holder.heard(({ is }) => is === 'acquired');
    if (scene === 'left') {
      holder.order({ do: 'stop' });
      await holder.heard(({ is }) => is === 'stopped');
    }
    await holder.end();
  }
  if (scene.endsWith('stale lock')) {
    const lock = join(stateDir, 'lease/attempt.lock');
    mkdirSync(lock, { recursive: true });
    utimesSync(lock, 1, 1);
  }
}

/** Null if exactly one acquired the lease, and no start was allowed once a later epoch was held. */
async function stampede(scene, stateDir) {
  const from = starters.map(({ told }) => told.length);
  const at = machineNow() + LEAD_MS;
  starters.forEach((starter, i) => {
    starter.order({ do: 'contend', stateDir, runnerId: `starter-${i}`, at: at + Math.floor(random() * 3) });
  });
  const killed = scene === 'killed on the way' ? await killSome(at) : new Set();
  const living = starters.filter((starter) => !killed.has(starter));
  const heard = (starter, ...kinds) =>
    starter.heard(({ is }) => kinds.includes(is), from[starters.indexOf(starter)]);
  const first = await Promise.race(living.map((starter) => heard(starter, 'acquired')));
  (tookMs[scene] ??= []).push(first.at - at);
  await Promise.all(living.map((starter) => heard(starter, 'acquired', 'waiting')));
  const told = () => starters.map((starter, i) => starter.told.slice(from[i]));
  const holders = living.filter((_starter, i) => toldBy(living[i]).some(({ is }) => is === 'acquired'));
  function toldBy(starter) {
    return starter.told.slice(from[starters.indexOf(starter)]);
  }
  for (const starter of living) starter.order({ do: 'stop' });
  await Promise.all(living.map((starter) => heard(starter, 'stopped')));
  for (const fact of told().flat()) if (fact.is === 'warned') warnings.push(fact);
  const isRight = holders.length === 1 && isInOrder(told());
  const failure = isRight ? null : { told: told() };
  await replace(killed);
  return failure;
}

/** Kills some of the starters within the milliseconds in which they try to acquire the lease. */
async function killSome(at) {
  const killed = new Set(starters.filter(() => random() < 0.4).slice(1));
  const ends = [...killed].map(async (starter) => {
    const killAt = at + random() * 25;
    await new Promise((resolve) => setTimeout(resolve, killAt - machineNow()));
    await starter.end();
  });
  await Promise.all(ends);
  return killed;
}

async function replace(killed) {
  for (const [i, starter] of starters.entries())
    if (killed.has(starter)) starters[i] = await startContender(file);
}

/**
 * True if each epoch has one holder, and no holder was allowed a start by a check that began after a later holder had
 * its epoch.
 */
function isInOrder(tales) {
  const tenures = tales.flatMap((facts) => {
    const acquired = facts.find(({ is }) => is === 'acquired');
    if (acquired === undefined) return [];
    const allowedAt = Math.max(0, ...facts.map((fact) => fact.allowedAt ?? 0));
    return { epoch: acquired.tenure.epoch, at: acquired.at, allowedAt };
  });
  const isAfter = (one, other) => other.epoch > one.epoch && one.allowedAt > other.at;
  const hasOverlap = tenures.some((one) => tenures.some((other) => isAfter(one, other)));
  return !hasOverlap && new Set(tenures.map(({ epoch }) => epoch)).size === tenures.length;
}

function summary() {
  return Object.fromEntries(
    Object.entries(tookMs).map(([scene, all]) => {
      const sorted = all.sort((a, b) => a - b).map(Math.round);
      return [scene, { times: sorted.length, median: sorted[sorted.length >> 1], worst: sorted.at(-1) }];
    }),
  );
}

/** mulberry32: small, and the same everywhere. */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
