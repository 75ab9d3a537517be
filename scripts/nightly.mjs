// What takes too long for every run of the tests, one part after the other: `pnpm nightly`, or `pnpm nightly simulation`
// for the parts whose name has that. ZENPULSE_SIM_SEEDS says how many seeds the simulation lives through.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');

/** The defaults of what the environment may set. */
const SEEDS = {
  ZENPULSE_SIM_SEEDS: '5000',
  ZENPULSE_FIGURES_SEEDS: '600',
  ZENPULSE_HISTORY_SEEDS: '120',
  ZENPULSE_TIMETABLE_SEEDS: '1000',
  ZENPULSE_FUZZ_SEED: `${Math.floor(Math.random() * 1e9)}`,
  ZENPULSE_FUZZ_REQUESTS: '300',
};

const PARTS = [
  { name: 'simulation', args: [vitest, 'run', '--project', 'unit', 'packages/simulation'] },
  {
    name: 'hostile requests',
    args: [vitest, 'run', '--project', 'processes', 'packages/express/test/hostile-requests.test.ts'],
  },
  { name: 'nodes', args: [join(root, 'scripts/node-versions.mjs')] },
  { name: 'install matrix', args: [join(root, 'scripts/install-matrix.mjs')] },
];

const wanted = process.argv.slice(2);
const parts = PARTS.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
if (parts.length === 0) {
  console.error(`expected any of ${PARTS.map(({ name }) => name).join(', ')}, got ${wanted.join(' ')}`);
  process.exit(2);
}

const failed = [];
for (const { name, args } of parts) {
  const startedAt = Date.now();
  console.log(`\n${name} …`);
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...SEEDS, ...process.env },
  });
  console.log(
    `${name}: ${status === 0 ? 'good' : 'failed'} after ${Math.round((Date.now() - startedAt) / 60_000)} min`,
  );
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
