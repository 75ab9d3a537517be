// What a start on SQLite costs, side by side for several builds of the package, in alternating rounds:
// - a process that opens a store and reads its schedules: until they are there, and its memory then;
// - the same with an edit, which loads Prisma's client;
// - a runner with 500 schedules that are due each second: how long after the process began it fires and its first run
//   starts, up to a second later; and its memory while it fires.
// Usage: node src/sqlite-start.mjs [rounds=5] [name=folder of the package …]
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { figure, median, table } from './report.mjs';

const [rounds = '5', ...named] = process.argv.slice(2);
const SCHEDULES = 500;
const AT_REST_MS = 20_000;
const builds = (named.length > 0 ? named : ['this=../../packages/zenpulse']).map((text) => {
  const [name, folder] = text.split('=');
  return { name, folder: resolve(folder), read: [], edit: [], fire: [] };
});

const urlOf = ({ folder }) => pathToFileURL(join(folder, 'dist/index.js')).href;
const reader = (build, after) => `
  const begun = performance.timeOrigin;
  const { connectStore } = await import('${urlOf(build)}');
  const store = await connectStore();
  const schedules = await store.list();
  ${after}
  const ms = Date.now() - begun;
  console.log(JSON.stringify({ ms, mb: process.memoryUsage().rss / 1e6, count: schedules.length }));
  process.exit();`;
const EDIT = `await store.save({ jobKey: 'job-0', triggerType: 'interval', intervalValue: 2 + Math.floor(Math.random() * 50), intervalUnit: 'hours' });`;
const jobs = (build) => `
  import { writeFileSync } from 'node:fs';
  import { zenpulseJob } from '${urlOf(build)}';
  let isFirst = true;
  for (let n = 0; n < ${SCHEDULES}; n += 1) zenpulseJob('job-' + n, () => {
    if (isFirst) writeFileSync('first', String(Date.now() - performance.timeOrigin));
    isFirst = false;
  });`;

for (const build of builds) build.template = await filledFolder(build);
for (let round = 0; round < Number(rounds); round += 1) {
  for (const build of builds) {
    build.read.push(await inCopy(build, (folder) => run(folder, reader(build, ''))));
    build.edit.push(await inCopy(build, (folder) => run(folder, reader(build, EDIT))));
    build.fire.push(await inCopy(build, (folder) => firstFire(build, folder)));
  }
}
for (const { template } of builds) rmSync(template, { recursive: true });

const of = (samples, key) => figure(median(samples.map((sample) => sample[key])));
console.log(
  table(
    ['build', 'read: ms', 'MB', 'with an edit: ms', 'MB', 'fires: ms', 'first run: ms', 'MB then'],
    builds.map(({ name, read, edit, fire }) => [
      name,
      of(read, 'ms'),
      of(read, 'mb'),
      of(edit, 'ms'),
      of(edit, 'mb'),
      of(fire, 'fires'),
      of(fire, 'ms'),
      of(fire, 'mb'),
    ]),
  ),
);

/** A database with the schedules, created by the build itself. */
async function filledFolder(build) {
  const folder = mkdtempSync(join(tmpdir(), 'zenpulse-start-'));
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'jobs.mjs'), jobs(build));
  await run(
    folder,
    `
    const { connectStore } = await import('${urlOf(build)}');
    const store = await connectStore();
    for (let n = 0; n < ${SCHEDULES}; n += 1)
      await store.save({ jobKey: 'job-' + n, triggerType: 'interval', intervalValue: 1, intervalUnit: 'seconds', logPolicy: 'failures' });
    await store.close();
    console.log('{}');`,
  );
  return folder;
}

async function inCopy({ template }, work) {
  const folder = mkdtempSync(join(tmpdir(), 'zenpulse-start-'));
  cpSync(template, folder, { recursive: true });
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(folder, code) {
  writeFileSync(join(folder, 'script.mjs'), code);
  const { output, ended } = start([join(folder, 'script.mjs')], folder);
  const exitCode = await ended;
  if (exitCode !== 0) throw new Error(`the script ended with ${exitCode}:\n${output()}`);
  return JSON.parse(output().trim().split('\n').at(-1));
}

async function firstFire({ folder: build }, folder) {
  const begun = performance.now();
  const { child, output, ended } = start([join(build, 'bin/zenpulse-runner.mjs')], folder);
  let fires = Number.NaN;
  child.stdout.on('data', () => {
    if (Number.isNaN(fires) && output().includes('This runner fires')) fires = performance.now() - begun;
  });
  const first = join(folder, 'first');
  let ms = Number.NaN;
  for (let waited = 0; Number.isNaN(ms) && waited < 60_000; waited += 20) {
    await pause(20);
    ms = Number(readText(first) || Number.NaN);
  }
  if (Number.isNaN(ms)) throw new Error(`the runner never fired:\n${output()}`);
  await pause(AT_REST_MS);
  const status = readText(`/proc/${child.pid}/status`);
  const mb = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1000;
  child.kill('SIGKILL');
  await ended;
  return { fires, ms, mb };
}

function start(args, cwd) {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return { child, output: () => output, ended: new Promise((done) => child.on('close', done)) };
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}
