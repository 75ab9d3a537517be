import { defineConfig } from 'vitest/config';

const conditions = ['zenpulse-source'];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { conditions },
        ssr: { resolve: { conditions } },
        test: {
          name: 'unit',
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
          fileParallelism: false,
        },
      },
    ],
  },
});
