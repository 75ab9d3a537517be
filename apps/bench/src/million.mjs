// A million executions in a database: what each request of the admin takes, how long it keeps the host's event loop, and
// whether a plain request is answered while searches run. The host is an Express application of its own process.
// Usage: node src/million.mjs <database URL> [rows=1000000] [requests=40]
//   such as file:/tmp/million.db, postgresql://postgres@127.0.0.1:5432/million, mysql://root@127.0.0.1:3306/million
// The tables are made by the package ("npx zenpulse migrate"); a database that has executions already is used as it is.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FILTERS, queryOf } from './execution-filters.mjs';
import { fill } from './fill-executions.mjs';
import { figure, quantile, table } from './report.mjs';

const [url, rows = '1000000', requests = '40'] = process.argv.slice(2);
if (url === undefined) throw new Error('expected the URL of a database');
const here = dirname(fileURLToPath(import.meta.url));

await fill(url, Number(rows));
const [host, idle] = await Promise.all([startHost(), startHost()]);

const asked = [];
for (const [name, filter] of Object.entries(FILTERS)) {
  const query = queryOf(filter);
  asked.push(await measure(`executions: ${name}`, `executions?limit=50&${query}`));
  if (query !== '') asked.push(await measure(`their number: ${name}`, `executions/count?${query}`));
}
const { nextCursor, items } = await json('executions?limit=50&status=fail');
asked.push(
  await measure('executions: a second page', `executions?limit=50&status=fail&cursor=${nextCursor}`),
);
asked.push(await measure('one execution', `executions/${items[0].id}`));
for (const query of [
  '',
  'sort=updatedAt',
  'sort=enabled',
  'search=job-4',
  'search=zzzz',
  'enabled=false',
  'triggerType=cron',
]) {
  asked.push(await measure(`schedules: ${query || 'all'}`, `schedules?limit=50&${query}`));
}
for (const path of [
  'schedules/schedule-7',
  'schedules/schedule-7/occurrences',
  'schedules/schedule-7/receipt',
  'jobs',
  'runners',
  'info',
]) {
  asked.push(await measure(path, path));
}
console.log(
  table(
    ['request', 'first ms', 'p50 ms', 'p95 ms', 'longest block of the loop, ms', 'of an idle process, ms'],
    asked.map(({ name, first, p50, p95, block, idleBlock }) => [
      name,
      ...[first, p50, p95, block, idleBlock].map(figure),
    ]),
  ),
);

const plain = async () => quantile(await times(host, '/plain', 40), 0.95);
const alone = await plain();
const searching = new AbortController();
const searches = Array.from({ length: 5 }, async () => {
  while (!searching.signal.aborted) await get(host, '/zenpulse/api/executions?search=zzzz');
});
const beside = await plain();
searching.abort();
await Promise.all(searches);
console.log(
  `\nA plain request to the host, p95: ${figure(alone)} ms alone, ${figure(beside)} ms beside five searches.`,
);
for (const { child } of [host, idle]) child.kill('SIGTERM');

/**
 * Measures the first answer separately; then requests one after the other, and the lowest of five rounds' longest
 * blocks, beside an idle process for the same time.
 */
async function measure(name, path) {
  const [all, blocks, idleBlocks] = [[], [], []];
  const [first] = await times(host, `/zenpulse/api/${path}`, 1);
  for (let round = 0; round < 5; round += 1) {
    await Promise.all([host, idle].map((one) => get(one, '/block')));
    all.push(...(await times(host, `/zenpulse/api/${path}`, Math.ceil(Number(requests) / 5))));
    const [mine, others] = await Promise.all(
      [host, idle].map(async (one) => Number(await get(one, '/block'))),
    );
    blocks.push(mine);
    idleBlocks.push(others);
  }
  return {
    name,
    first,
    p50: quantile(all, 0.5),
    p95: quantile(all, 0.95),
    block: Math.min(...blocks),
    idleBlock: Math.min(...idleBlocks),
  };
}

async function times(one, path, count) {
  const found = [];
  for (let n = 0; n < count; n += 1) {
    const startedAt = performance.now();
    await get(one, path);
    found.push(performance.now() - startedAt);
  }
  return found;
}

async function json(path) {
  return JSON.parse(await get(host, `/zenpulse/api/${path}`));
}

async function get({ port }, path) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.text();
}

/** Starts an application with the admin; resolves once it listens. */
function startHost() {
  const child = spawn(process.execPath, [join(here, 'million-host.mjs')], {
    env: { ...process.env, NODE_ENV: 'development', ZENPULSE_DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the host ended with ${code}`)));
    child.stdout.on('data', (chunk) => {
      const [, port] = /listening on (\d+)/.exec(String(chunk)) ?? [];
      if (port !== undefined) resolve({ child, port });
    });
  });
}
