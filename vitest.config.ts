import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/longest-first.ts';

const conditions = ['zenpulse-source'];

/**
 * One queue for all files: most tests of processes and of leases wait, so that more run at a time than there are
 * processors.
 */
const maxWorkers = Math.min(Math.max(4, availableParallelism()), 8);

for (const [name, product] of [
  ['ZENPULSE_TEST_POSTGRES_URL', 'PostgreSQL'],
  ['ZENPULSE_TEST_MYSQL_URL', 'MySQL or MariaDB'],
] as const) {
  if (!process.env[name]) console.log(`${name} is not set: the tests on ${product} are skipped`);
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve: { conditions },
        ssr: { resolve: { conditions } },
        test: {
          name: 'unit',
          globalSetup: ['scripts/generate-before-tests.mjs'],
          maxWorkers,
          isolate: false, // a worker loads a module once, for all of its files: they leave globals as they found them
          testTimeout: 60_000, // for a test that hangs, not for a busy machine
          hookTimeout: 60_000,
          include: ['packages/*/src/**/*.test.ts', 'apps/{admin,faults}/src/**/*.test.{ts,tsx}'],
        },
      },
      {
        resolve: { conditions },
        ssr: { resolve: { conditions } },
        test: {
          name: 'processes',
          globalSetup: ['scripts/build-before-tests.mjs'],
          include: ['packages/*/test/**/*.test.ts', 'apps/example/test/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers,
        },
      },
    ],
  },
});
