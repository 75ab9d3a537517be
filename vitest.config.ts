import { defineConfig } from 'vitest/config';

const conditions = ['zenpulse-source'];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { conditions },
        ssr: { resolve: { conditions } },
        test: { name: 'unit', include: ['packages/*/src/**/*.test.ts', 'apps/admin/src/**/*.test.{ts,tsx}'] },
      },
      {
        resolve: { conditions },
        ssr: { resolve: { conditions } },
        test: {
          name: 'processes',
          include: ['packages/*/test/**/*.test.ts', 'apps/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
