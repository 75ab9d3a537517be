import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sampleExecution } from '@zenpulse/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../sandbox.ts';
import { answerOf, refusalOf, zenpulse } from './zenpulse.ts';

const DAY = 86_400_000;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
});
afterEach(() => sandbox.close());

it('zenpulse migrate creates the tables and says where', async () => {
  const file = join(sandbox.folder, 'data/own.db');
  const answer = () =>
    answerOf<{ applied: string[] }>(sandbox.folder, ['migrate', '--database', 'file:./data/own.db']);
  const first = await answer();
  expect(first).toEqual({ database: `SQLite ${file}`, applied: expect.any(Array) as unknown });
  expect(first.applied).toContain('0001_initial');
  expect((await answer()).applied).toEqual([]);
  expect(existsSync(file)).toBe(true);
  const { stdout, stderr } = await zenpulse(sandbox.folder, ['migrate'], {
    DATABASE_URL: 'postgresql://app',
  });
  expect(stdout).toContain('applied 0001_initial\n');
  expect(stdout).toMatch(/The tables in SQLite \S+\/zenpulse\.db are up to date\.\n$/);
  expect(stderr).toMatch(/^note: DATABASE_URL is set but belongs to your application/);
});

it('zenpulse prune deletes what is older than the retention or than it is told', async () => {
  const { executions } = await sandbox.backend();
  const ages = [1, 20, 40, 89, 91, 400];
  await executions.append(
    ages.map((days) => {
      const at = Date.now() - days * DAY;
      return sampleExecution({ id: `run-${days}`, scheduledAt: at, runTime: at });
    }),
  );
  const count = () => executions.count({});
  const prune = (...args: string[]) => answerOf(sandbox.folder, ['prune', ...args]);

  expect(await prune('--dry-run')).toEqual({ wouldDelete: 2, before: expect.stringMatching(ISO) });
  expect(await count()).toBe(6);
  expect(await prune()).toEqual({ deleted: 2, before: expect.stringMatching(ISO) });
  expect(await count()).toBe(4);

  const env = { ZENPULSE_RETENTION_DAYS: '30' };
  const { stdout } = await zenpulse(sandbox.folder, ['prune', '--dry-run'], env);
  expect(stdout).toMatch(/^2 executions from before \w{3} \S+ \S+ \+00:00 UTC would be deleted\.\n$/);
  const told = await zenpulse(sandbox.folder, ['prune', '--older-than', '2 weeks'], env);
  expect(told.stdout).toMatch(/^3 executions .* were deleted\.\n$/);
  expect(await executions.get('run-1')).not.toBeNull();
});

it('zenpulse prune refuses an age that is none, and to guess one', async () => {
  expect(await refusalOf(sandbox.folder, ['prune'], { ZENPULSE_RETENTION_DAYS: '0' })).toMatch(
    /^executions are kept for ever .* expected --older-than/,
  );
  expect(await refusalOf(sandbox.folder, ['prune', '--older-than', '30d'])).toMatch(
    /^--older-than: expected .* got "30d"$/,
  );
  expect(await refusalOf(sandbox.folder, ['prune', '--older-than', '0 days'])).toMatch(
    /^--older-than: expected from 1 second/,
  );
});
