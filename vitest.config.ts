import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/longest-first.ts';

const conditions = ['zenpulse-source'];

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
          maxWorkers: '100%',
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
          maxWorkers: 3, // most of the time they wait for processes
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
