// Builds what users run: the admin page, and the one package with the workspace bundled in.
// Skips what has not changed since the last build, so that it can stand before every command.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { build as vite } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const zenpulse = join(root, 'packages/zenpulse');
const dist = join(zenpulse, 'dist');
const page = join(root, 'packages/express/public');

execFileSync(process.execPath, [join(root, 'scripts/generate.mjs')], { stdio: 'inherit' });

await once(
  'the admin',
  join(page, '.stamp'),
  ['apps/admin', 'packages/core/src/domain', 'packages/contract/src'],
  () => {
    return vite({ root: join(root, 'apps/admin'), logLevel: 'warn' });
  },
);
await once('the package', join(dist, '.stamp'), ['packages', 'scripts/build.mjs'], bundle);

async function bundle() {
  rmSync(dist, { recursive: true, force: true });
  const { dependencies } = JSON.parse(readFileSync(join(zenpulse, 'package.json'), 'utf8'));
  const external = Object.keys(dependencies).map((name) => new RegExp(`^${name}(/|$)`));
  const bundler = await rolldown({
    cwd: zenpulse,
    input: {
      index: 'src/index.ts',
      express: 'src/express.ts',
      'runner-bin': 'src/runner-bin.ts',
      'zenpulse-bin': 'src/zenpulse-bin.ts',
    },
    platform: 'node',
    external: [/^node:/, ...external],
    resolve: { conditionNames: ['zenpulse-source', 'import', 'node', 'default'] },
  });
  await bundler.write({ dir: dist, format: 'esm', sourcemap: true, chunkFileNames: '[name]-[hash].js' });
  await bundler.close();
  cpSync(page, join(dist, 'public'), { recursive: true });
}

async function once(what, stampFile, sources, build) {
  const stamp = fingerprint(sources);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  console.log(`Building ${what} …`);
  await build();
  writeFileSync(stampFile, stamp);
}

/** Of every source file's content; what is made from them does not count. */
function fingerprint(paths) {
  const hash = createHash('sha256');
  const skipped = new Set(['node_modules', 'dist', 'test', '.vite']);
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
