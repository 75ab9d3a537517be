// Creates the installable package, `zenpulse-<version>.tgz` in this folder: `pnpm package`.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pack } from './pack.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'zenpulse-package-'));
try {
  const tarball = await pack(folder);
  const target = join(root, basename(tarball));
  copyFileSync(tarball, target);
  console.log(`Made ${target}\nIn your application: npm install ${target}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
