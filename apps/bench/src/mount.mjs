// What the admin costs the process that mounts it: time and memory of import and mount, and of its first use. For one or
// several builds of the package, the median of some processes each:
//   node src/mount.mjs [DIST…]
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { answer, isChild, measureApart } from './child.mjs';

const OWN = resolve(import.meta.dirname, '../../../packages/zenpulse/dist');
const RUNS = 5;

if (isChild) await answer(measure);
else await compare(process.argv.length > 2 ? process.argv.slice(2).map((path) => resolve(path)) : [OWN]);

async function compare(builds) {
  const row = (cells) =>
    cells
      .map((cell, index) => String(cell)[index === 0 ? 'padEnd' : 'padStart'](index === 0 ? 60 : 14))
      .join('');
  console.log(row(['entry', 'mount ms', 'mount MB', 'first use ms', 'first use MB']));
  for (const entry of builds.flatMap((dist) => [join(dist, 'express.js'), join(dist, 'index.js')])) {
    const results = [];
    for (let n = 0; n < RUNS; n += 1) {
      results.push(await measureApart(fileURLToPath(import.meta.url), { entry }, ['--expose-gc']));
    }
    const median = (name) => {
      const values = results.map((result) => result?.[name] ?? Number.NaN).sort((a, b) => a - b);
      return values[Math.floor(RUNS / 2)].toFixed(0);
    };
    console.log(row([entry, median('mountMs'), median('mountMb'), median('useMs'), median('useMb')]));
  }
}

/** A host that has loaded Express already, since that is not part of our cost. */
async function measure({ entry }) {
  process.env['NODE_ENV'] = 'development';
  console.log = () => undefined;
  const folder = mkdtempSync(join(tmpdir(), 'zenpulse-mount-'));
  const express = createRequire(import.meta.url)('express');
  const app = express();
  const server = createServer(app);
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const megabytes = () => {
    globalThis.gc();
    return process.memoryUsage().rss / 1e6;
  };
  const before = megabytes();
  const begun = performance.now();
  const { zenpulseAdmin } = await import(pathToFileURL(entry).href);
  app.use('/zenpulse', zenpulseAdmin({ database: `file:${join(folder, 'zenpulse.db')}` }));
  const mountMs = performance.now() - begun;
  await new Promise((done) => setTimeout(done, 1_500)); // by then everything that a mount starts by itself has happened
  const mounted = megabytes();
  const asked = performance.now();
  for (const path of ['', 'api/schedules', 'api/executions', 'api/runners']) {
    const { status } = await fetch(`http://127.0.0.1:${server.address().port}/zenpulse/${path}`);
    if (status !== 200) throw new Error(`expected 200 for ${path}, got ${status}`);
  }
  const useMs = performance.now() - asked;
  const used = megabytes();
  rmSync(folder, { recursive: true, force: true });
  return { mountMs, mountMb: mounted - before, useMs, useMb: used - mounted };
}
