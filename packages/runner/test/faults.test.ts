import { runSuite, SUITES, type SuiteResult, type SuiteRun } from '@zenpulse/faults';
import { describe, expect, it } from 'vitest';

/** The short run; the full ones and their results are in docs/reliability.md. */
const SEED = 20_261_124;

async function violations(run: Omit<SuiteRun, 'seed'>): Promise<string[]> {
  const { findings, troubles, evidence, folder, runs }: SuiteResult = await runSuite({ ...run, seed: SEED });
  expect(runs.starts).toBeGreaterThan(0);
  const told = findings.map(
    ({ kind, jobKey, scheduledAt, text }) => `${kind}: ${jobKey} ${scheduledAt}: ${text}`,
  );
  const all = [...troubles, ...told];
  return all.length === 0 ? [] : [...all, evidence, `kept: ${folder}`];
}

/** The databases, with the setting that a server needs, and how often a runner is killed on each. */
const DATABASES = [
  ['SQLite', 'sqlite', null, 5],
  ['PostgreSQL', 'postgres', 'ZENPULSE_TEST_POSTGRES_URL', 3],
  ['MySQL', 'mysql', 'ZENPULSE_TEST_MYSQL_URL', 3],
] as const;

describe('nothing runs twice and nothing disappears', () => {
  for (const [product, database, setting, times] of DATABASES) {
    const isThere = setting === null || (process.env[setting] ?? '') !== '';
    const why = isThere ? '' : ` (skipped: ${setting} is not set)`;
    it.skipIf(!isThere)(`under kill -9, on ${product}${why}`, async () => {
      expect(await violations({ suite: SUITES.kill, database, times })).toEqual([]);
    });
  }
});
