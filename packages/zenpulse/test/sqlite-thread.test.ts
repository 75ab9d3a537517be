import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const entry = pathToFileURL(join(dist, 'index.js')).href;

/** Uses a store for reading, edits and deletion, and leaves it open. */
const SCRIPT = `
  import { createRequire } from 'node:module';
  import { connectStore } from '${entry}';
  const store = await connectStore({ database: 'file:./zenpulse.db' });
  await store.save({ jobKey: 'report', triggerType: 'interval', intervalValue: 5, intervalUnit: 'minutes' });
  const [{ jobKey }] = await store.list();
  await store.prune({ olderThanDays: 1 });
  const loaded = Object.keys(createRequire(import.meta.url).cache).filter((name) => /libsql/.test(name));
  console.log(JSON.stringify({ jobKey, loaded, native: process.report.getReport().sharedObjects.some((name) => /libsql/.test(name)) }));
`;
/** Modules that an application preloads must not be loaded in our thread. */
const PRELOAD = `
  if (!require('node:worker_threads').isMainThread) throw new Error('preloaded in a thread');
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zenpulse-thread-'));
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'script.mjs'), SCRIPT);
  writeFileSync(join(folder, 'preload.cjs'), PRELOAD);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the bundle', () => {
  it('loads the driver of SQLite in the thread that has it and nowhere else', () => {
    const files = readdirSync(dist).filter((name) => name.endsWith('.js') || name.endsWith('.cjs'));
    const loading = files.filter((name) =>
      /(?:from|import|require)\s*\(?\s*["'](?:libsql|@libsql\/[\w-]+|@prisma\/adapter-libsql)["']/.test(
        readFileSync(join(dist, name), 'utf8'),
      ),
    );
    expect(loading).toEqual(['sqlite-thread.js']);
  });
});

describe('a process that has used a store', () => {
  it('has no SQLite in its main thread, and ends by itself though the store was left open', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['script.mjs'], {
      cwd: folder,
      env: { PATH: process.env['PATH'], NODE_OPTIONS: `--require "${join(folder, 'preload.cjs')}"` },
      timeout: 100_000,
    });
    expect(JSON.parse(stdout)).toEqual({ jobKey: 'report', loaded: [], native: true });
  });
});
