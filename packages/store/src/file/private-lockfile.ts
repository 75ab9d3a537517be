import fs from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import type lockfile from 'proper-lockfile';
import { packageFile } from '../drivers/package-files.ts';

type Lockfile = typeof lockfile;

let loaded: Lockfile | null = null;

/**
 * proper-lockfile without its side effects on the process. Once loaded, the original listens to SIGTERM, SIGINT, SIGHUP
 * and more for good, so that a host without own listeners no longer ends on them, and it replaces `process.cwd` and
 * `process.chdir` (graceful-fs). Both serve locks that are still held when a process ends; ours are taken and released
 * in one turn.
 *
 * This is a separate copy: a host that uses proper-lockfile itself keeps its own with listeners.
 */
export function privateLockfile(): Lockfile {
  loaded ??= load();
  return loaded;
}

function load(): Lockfile {
  const require = createRequire(packageFile('index.js')); // works also if a bundler has bundled our code
  const entry = require.resolve('proper-lockfile');
  const own = createRequire(entry);
  const folder = dirname(entry) + sep;
  const replaced = new Map<string, unknown>([
    [own.resolve('signal-exit'), () => () => undefined],
    [own.resolve('graceful-fs'), fs],
  ]);
  const cache = require.cache;
  const isOwn = (file: string) =>
    file.startsWith(folder) && !file.includes(`node_modules${sep}`, folder.length);
  const before = Object.keys(cache)
    .filter((file) => isOwn(file) || replaced.has(file))
    .map((file) => [file, cache[file]] as const);
  for (const [file] of before) delete cache[file];
  for (const [file, exports] of replaced) cache[file] = { exports, loaded: true } as NodeJS.Module; // the only properties that are read
  try {
    return own('.') as Lockfile;
  } finally {
    for (const file of Object.keys(cache)) if (isOwn(file) || replaced.has(file)) delete cache[file];
    for (const [file, module] of before) cache[file] = module;
  }
}
