// Runs before the package is packed: updates the build and adds README, documentation and licence.
import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeDocuments } from './package-documents.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const zenpulse = join(root, 'packages/zenpulse');

if (!process.env.npm_config_user_agent?.startsWith('pnpm/')) {
  throw new Error(
    'pack with pnpm: another packer leaves "catalog:" and the source condition in package.json',
  );
}
await import('./build.mjs');
writeDocuments(root, zenpulse);
copyFileSync(join(root, 'LICENSE'), join(zenpulse, 'LICENSE'));
