// The demo's core path without a browser, on the built package and the Node that runs this: mounts the admin by
// `require` and by `import`, starts the runner, schedules a job, sees it run, changes the schedule, sees the change
// applied, and stops the runner in good order.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'zenpulse-journey-'));
const require = createRequire(join(root, 'packages/express/package.json'));
process.env.NODE_ENV = 'development';
console.log = () => undefined; // the admin's output at its start

let runner;
let server;
try {
  const base = await mount();
  runner = startRunner();
  await runner.said(/This runner fires/);
  const job = { jobKey: 'tick', triggerType: 'interval', intervalValue: 1, intervalUnit: 'seconds' };
  const created = await json(`${base}/api/schedules`, 'POST', {
    ...job,
    logPolicy: 'all',
    params: { who: 'first' },
  });
  await until(() => outputs(base, 'ticked for first'), 'a run of the new schedule');
  await json(`${base}/api/schedules/${created.id}`, 'PATCH', {
    version: created.version,
    params: { who: 'second' },
  });
  await until(() => outputs(base, 'ticked for second'), 'a run with the changed parameters');
  const page = await fetch(`${base}/`);
  if (page.status !== 200) throw new Error(`expected the page, got ${page.status}: ${await page.text()}`);
  const code = await runner.stop();
  if (code !== 0) throw new Error(`expected the runner to exit with 0, got ${code}:\n${runner.output()}`);
} catch (error) {
  console.error(error, runner?.output());
  process.exitCode = 1;
} finally {
  await runner?.stop();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
  setTimeout(() => process.exit(), 2_000).unref(); // open connections must not keep the process alive
}

async function mount() {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(root, 'packages/zenpulse'), join(folder, 'node_modules/zenpulse'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(folder, 'jobs.js'),
    "import { zenpulseJob } from 'zenpulse';\nzenpulseJob('tick', ({ params, log }) => log.info(`ticked for ${params.who}`));\n",
  );
  const required = createRequire(join(folder, 'app.cjs'))('zenpulse');
  const imported = await import(join(root, 'packages/zenpulse/dist/index.js'));
  if (required.zenpulseAdmin !== imported.zenpulseAdmin) throw new Error('require and import got two copies');
  const app = require('express')();
  app.use('/zenpulse', imported.zenpulseAdmin({ database: `file:${folder}/zenpulse.db` }));
  server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${server.address().port}/zenpulse`;
}

function startRunner() {
  const file = join(root, 'packages/zenpulse/bin/zenpulse-runner.mjs');
  const child = spawn(process.execPath, [file, '--sync-every', '1'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)));
  return {
    output: () => output,
    said: (pattern) => until(() => pattern.test(output) || child.exitCode !== null, String(pattern)),
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

async function json(address, method, body) {
  const answer = await fetch(address, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** True if an execution has this output, which lists do not include. */
async function outputs(base, text) {
  const { items } = await (await fetch(`${base}/api/executions?status=success&limit=20`)).json();
  for (const { id } of items) {
    if ((await (await fetch(`${base}/api/executions/${id}`)).text()).includes(text)) return true;
  }
  return false;
}

async function until(isSo, what) {
  const deadline = performance.now() + 60_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`expected ${what} within 60 s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
