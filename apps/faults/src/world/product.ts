import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../../../../packages/', import.meta.url));
const built = join(packages, 'zenpulse');

/** What a user installs beside the package. */
const PEERS = ['pg', 'mariadb'];

/**
 * Installs a copy of the built package in a folder: runners are restarted for an hour, and a build meanwhile must not
 * change them.
 */
export async function installProduct(folder: string): Promise<void> {
  if (!existsSync(join(built, 'dist/runner-bin.js'))) throw new Error('not built: run `pnpm build` first');
  const installed = join(folder, 'node_modules/zenpulse');
  await mkdir(installed, { recursive: true });
  for (const part of ['bin', 'dist', 'package.json']) {
    await cp(join(built, part), join(installed, part), { recursive: true });
  }
  const links = new Map<string, string>();
  for (const name of await packagesIn(join(built, 'node_modules'))) {
    links.set(name, join(built, 'node_modules', name));
  }
  for (const name of PEERS) links.set(name, join(packages, 'store/node_modules', name));
  for (const [name, target] of links) {
    const link = join(installed, 'node_modules', name);
    await mkdir(join(link, '..'), { recursive: true });
    await symlink(target, link);
  }
}

export function binary(folder: string, name: 'zenpulse' | 'zenpulse-runner'): string {
  return join(folder, `node_modules/zenpulse/bin/${name}.mjs`);
}

async function packagesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.') && name !== '@zenpulse');
  const found = names.map(async (name) =>
    name.startsWith('@') ? (await readdir(join(folder, name))).map((one) => `${name}/${one}`) : [name],
  );
  return (await Promise.all(found)).flat();
}
