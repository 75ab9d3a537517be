import { runSuite, SUITES, type SuiteResult, type SuiteRun } from '@zenpulse/faults';
import { describe, expect, it } from 'vitest';

/** The short run; the full ones, and what they showed, are in docs/reliability.md. */
const SEED = 20_261_124;

const server = process.env['ZENPULSE_TEST_POSTGRES_URL'];
const hasServer = server !== undefined && server !== '';
const ifServer = hasServer ? '' : ' (skipped: ZENPULSE_TEST_POSTGRES_URL is not set)';

async function violations(run: Omit<SuiteRun, 'seed'>): Promise<string[]> {
  const { findings, troubles, evidence, folder, runs }: SuiteResult = await runSuite({ ...run, seed: SEED });
  expect(runs.starts).toBeGreaterThan(0);
  const told = findings.map(
    ({ kind, jobKey, scheduledAt, text }) => `${kind}: ${jobKey} ${scheduledAt}: ${text}`,
  );
  const all = [...troubles, ...told];
  return all.length === 0 ? [] : [...all, evidence, `kept: ${folder}`];
}

describe('nothing runs twice and nothing disappears', () => {
  it('under kill -9, on SQLite', async () => {
    expect(await violations({ suite: SUITES.kill, database: 'sqlite', times: 5 })).toEqual([]);
  });

  it.skipIf(!hasServer)(`under kill -9, on PostgreSQL${ifServer}`, async () => {
    expect(await violations({ suite: SUITES.kill, database: 'postgres', times: 3 })).toEqual([]);
  });
});
