// Builds what users run: the admin page, and the package with the workspace bundled in. Skips parts that have not
// changed since the last build, so that it can run before every command.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as vite } from 'vite';
import { buildSqliteThread } from './build-sqlite-thread.mjs';
import { bundleCode } from './bundle-code.mjs';
import { writeDeclarations } from './write-declarations.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const zenpulse = join(root, 'packages/zenpulse');
const dist = join(zenpulse, 'dist');
const page = join(root, 'packages/express/public');

/** The modules that users import; each has types. */
const ENTRIES = ['index', 'express', 'testing', 'client'];
const BINARIES = ['runner-bin', 'zenpulse-bin'];
/** The files that worker threads start with, separate from the bundle (`sqlite-thread` is another one). */
const THREADS = ['job-thread', 'watchdog-thread'];

/** The scripts that determine the build's output. */
const BUILD_SCRIPTS = [
  'build',
  'build-sqlite-thread',
  'bundle-code',
  'prisma-in-bundle',
  'write-declarations',
].map((name) => `scripts/${name}.mjs`);

execFileSync(process.execPath, [join(root, 'scripts/generate.mjs')], { stdio: 'inherit' });

await once(
  'the admin',
  join(page, '.stamp'),
  ['apps/admin', 'packages/core/src/domain', 'packages/contract/src'],
  () => {
    return vite({ root: join(root, 'apps/admin'), logLevel: 'warn' });
  },
);
await once('the package', join(dist, '.stamp'), ['packages', ...BUILD_SCRIPTS], bundle);

/** Builds into a folder that replaces `dist` at the end, so that a failed build leaves the last one unchanged. */
async function bundle() {
  const building = join(zenpulse, `node_modules/.building-${process.pid}`);
  const manifest = JSON.parse(readFileSync(join(zenpulse, 'package.json'), 'utf8'));
  const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  try {
    const programs = [...BINARIES, ...THREADS];
    await bundleCode({ zenpulse, dir: building, entries: ENTRIES, programs, dependencies });
    await buildSqliteThread(join(building, 'sqlite-thread.js'));
    writeDeclarations({ root, dist: building, entries: ENTRIES, dependencies });
    cpSync(page, join(building, 'public'), { recursive: true });
    rmSync(dist, { recursive: true, force: true });
    renameSync(building, dist);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

async function once(what, stampFile, sources, build) {
  const stamp = fingerprint(sources);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  console.log(`Building ${what} …`);
  await build();
  writeFileSync(stampFile, stamp);
}

/** A hash of every source file's content, without generated files. */
function fingerprint(paths) {
  const hash = createHash('sha256');
  const skipped = new Set(['node_modules', 'dist', 'test', '.vite', 'README.md', 'LICENSE']);
  const add = (path) => {
    if (!statSync(path).isDirectory()) {
      if (!/\.test\.tsx?$/.test(path)) hash.update(path).update(readFileSync(path));
      return;
    }
    for (const name of readdirSync(path).sort()) if (!skipped.has(name)) add(join(path, name));
  };
  for (const path of sources(paths)) add(path);
  return hash.digest('hex');
}

function sources(paths) {
  return paths.map((path) => join(root, path));
}
