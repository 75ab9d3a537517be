// How long an edit takes to reach a running runner: from the answer of the write to the runner's line that it is
// in step. 100 edits each (a change, a switch off, a switch on, a deletion and a new one in turn), by how the
// runner gets to know. Usage: node src/noticing.mjs [edits]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import express from 'express';
import { zenpulseAdmin } from 'zenpulse';

const edits = Number(process.argv[2] ?? 100);
const require = createRequire(import.meta.url);
const entry = require.resolve('zenpulse');
const runnerBin = join(entry, '../../bin/zenpulse-runner.mjs');

console.log('| how the runner gets to know | edits | median ms | worst ms |\n|---|---|---|---|');
await measure('fs.watch on the folder', {});
await measure('the tick alone (fs.watch disabled)', { hasWatch: false });
await measure('the tick alone, signal gone and not writable', { hasWatch: false, hasSignal: false });
process.exit(0);

async function measure(name, { hasWatch = true, hasSignal = true }) {
  const folder = mkdtempSync(join(tmpdir(), 'zenpulse-noticing-'));
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(
    join(folder, 'jobs.mjs'),
    `import { zenpulseJob } from '${pathToFileURL(entry).href}'; zenpulseJob('job', () => {});`,
  );
  writeFileSync(
    join(folder, 'no-watch.mjs'),
    `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module'; fs.watch = () => { throw new Error('off'); }; syncBuiltinESMExports();`,
  );
  const env = {
    ...process.env,
    ...(hasWatch ? {} : { NODE_OPTIONS: `--import ${join(folder, 'no-watch.mjs')}` }),
  };
  const runner = spawn(process.execPath, [runnerBin, '--log-level', 'debug'], { cwd: folder, env });
  const inStep = listen(runner);
  await inStep.next('This runner fires');
  if (!hasSignal) {
    rmSync(join(folder, '.zenpulse/signal'), { force: true });
    symlinkSync('/nowhere/at/all', join(folder, '.zenpulse/signal'));
  }
  const server = await serve(folder);
  const send = client(server.address().port);

  const took = [];
  let schedule = null;
  for (let n = 0; n < edits; n += 1) {
    // Edits are spread over the tick.
    await new Promise((resolve) => setTimeout(resolve, 30 + ((n * 137) % 500)));
    const seen = inStep.next('In step');
    const done = performance.now();
    if (schedule === null)
      schedule = await send('POST', 'schedules', {
        jobKey: 'job',
        triggerType: 'interval',
        intervalValue: 60,
        intervalUnit: 'minutes',
      });
    else if (n % 5 === 4) schedule = await send('DELETE', `schedules/${schedule.id}`);
    else {
      const change = n % 5 === 1 ? { intervalValue: 30 + n } : { enabled: n % 5 === 3 };
      schedule = await send('PATCH', `schedules/${schedule.id}`, { version: schedule.version, ...change });
    }
    await seen;
    took.push(performance.now() - done);
  }
  took.sort((a, b) => a - b);
  console.log(
    `| ${name} | ${took.length} | ${took[Math.floor(took.length / 2)].toFixed(0)} | ${took.at(-1).toFixed(0)} |`,
  );
  runner.kill('SIGTERM');
  server.close();
  await new Promise((resolve) => runner.on('close', resolve));
  rmSync(folder, { recursive: true, force: true });
}

function listen(child) {
  let waiting = null;
  child.stdout.on('data', (chunk) => {
    for (const line of chunk.toString().split('\n'))
      if (waiting !== null && line.includes(waiting.text)) waiting.resolve();
  });
  return { next: (text) => new Promise((resolve) => (waiting = { text, resolve })) };
}

function serve(folder) {
  process.env.NODE_ENV = 'development';
  const app = express();
  app.use('/zenpulse', zenpulseAdmin({ database: `file:${folder}/zenpulse.db` }));
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve(server));
  });
}

function client(port) {
  return async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}/zenpulse/api/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.status === 204 ? null : response.json();
  };
}
