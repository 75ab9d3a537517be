// Several processes write executions to one SQLite file at the same time. Counts errors and rows.
// Usage: node src/sharing.mjs [seconds=60] [processes=2]
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClient } from '@libsql/client';

const seconds = Number(process.argv[2] ?? 60);
const count = Number(process.argv[3] ?? 2);
const entry = createRequire(import.meta.url).resolve('zenpulse');
const folder = mkdtempSync(join(tmpdir(), 'zenpulse-sharing-'));
writeFileSync(join(folder, 'package.json'), '{}');
// Each process has its own jobs, so that every run is a row of its own.
writeFileSync(
  join(folder, 'jobs.mjs'),
  `import { appendFileSync } from 'node:fs'; import { zenpulseJob } from '${pathToFileURL(entry).href}';
   for (let n = 0; n < 50; n += 1) zenpulseJob(process.env.NAME + '-' + n,
     { triggerType: 'interval', intervalValue: 1, intervalUnit: 'seconds', logPolicy: 'all' },
     ({ runId }) => appendFileSync('ran.txt', runId + '\\n'));`,
);
const runners = Array.from({ length: count }, (_, index) => {
  const env = { ...process.env, NAME: `p${index}` };
  const child = spawn(process.execPath, [join(entry, '../../bin/zenpulse-runner.mjs')], { cwd: folder, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return { child, output: () => output, ended: new Promise((resolve) => child.on('close', resolve)) };
});
await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
for (const { child } of runners) child.kill('SIGTERM');
await Promise.all(runners.map(({ ended }) => ended));

const errors = runners.flatMap(({ output }) =>
  output()
    .split('\n')
    .filter((line) => /"level":50|wait: the database|SQLITE_BUSY/.test(line)),
);
const ran = new Set(readFileSync(join(folder, 'ran.txt'), 'utf8').trim().split('\n'));
const db = createClient({ url: `file:${join(folder, 'zenpulse.db')}` });
const { rows } = await db.execute('SELECT id FROM zenpulse_job_execution_log');
const recorded = new Set(rows.map(({ id }) => id));
const lost = [...ran].filter((id) => !recorded.has(id));
console.log(
  `${count} processes, ${seconds} s: ${ran.size} runs, ${recorded.size} rows, ${lost.length} lost, ${errors.length} errors`,
);
for (const line of errors.slice(0, 5)) console.log(line);
db.close();
rmSync(folder, { recursive: true, force: true });
process.exit(lost.length + errors.length === 0 ? 0 : 1);
