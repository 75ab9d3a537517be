import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const scripts = dirname(fileURLToPath(import.meta.url));

/** Packs the published package into `folder` as it would be published; resolves to the tarball's path. */
export async function pack(folder) {
  const hooks = join(scripts, 'pack-hooks.cjs');
  const args = ['pack', '--pack-destination', folder, `--config.pnpmfile=${hooks}`];
  // A script run by `npx pnpm` can only rely on that pnpm.
  const own = process.env.npm_execpath ?? '';
  const pnpm = /pnpm\.c?js$/.test(own) ? [process.execPath, own] : ['pnpm'];
  await promisify(execFile)(pnpm[0], [...pnpm.slice(1), ...args], {
    cwd: join(scripts, '../packages/zenpulse'),
  });
  const name = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (name === undefined) throw new Error(`pnpm pack made no tarball in ${folder}`);
  return join(folder, name);
}
