import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
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

it('zenpulse migrate --status says what was applied and when, what is pending, and whether this release fits', async () => {
  const file = join(sandbox.folder, 'zenpulse.db');
  const status = (...args: string[]) => zenpulse(sandbox.folder, ['migrate', '--status', ...args]);
  const before = await status();
  expect(before).toMatchObject({
    code: 1,
    stderr: `error: SQLite ${file}: it has no tables of ZenPulse yet; make them with "npx zenpulse migrate"\n`,
  });
  expect(before.stdout).toMatch(/^MIGRATION +APPLIED\n0001_initial +pending\n/);
  expect(existsSync(file), 'looking makes nothing').toBe(false);

  await answerOf(sandbox.folder, ['migrate']);
  const after = await status();
  expect(after).toMatchObject({ code: 0, stderr: '' });
  expect(after.stdout).toMatch(/\n0001_initial +\w{3} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+00:00 UTC\n/);
  expect(after.stdout).toMatch(/\nThe tables in SQLite \S+ are up to date\.\n$/);

  await runSql(`DELETE FROM zenpulse_migration WHERE name <> '0001_initial'`);
  const older = await status('--json');
  expect(older.code).toBe(1);
  expect(older.stderr).toMatch(/its tables are not up to date \(.*0003_cancel.* is missing\)/);
  expect(JSON.parse(older.stdout)).toEqual({
    database: `SQLite ${file}`,
    fits: 'older',
    problem: expect.stringContaining('is missing') as string,
    applied: [{ name: '0001_initial', appliedAt: expect.stringMatching(ISO) as string }],
    pending: expect.arrayContaining(['0003_cancel']) as string[],
  });
});

it('zenpulse migrate --dry-run prints the SQL and changes nothing', async () => {
  const file = join(sandbox.folder, 'zenpulse.db');
  const dryRun = (...args: string[]) => zenpulse(sandbox.folder, ['migrate', '--dry-run', ...args]);
  const printed = await dryRun();
  expect(printed).toMatchObject({ code: 0, stderr: '' });
  expect(printed.stdout).toMatch(
    /^-- What "zenpulse migrate" would run on SQLite .*\nPRAGMA journal_mode = WAL;\n/,
  );
  expect(printed.stdout).toContain('-- 0001_initial\nBEGIN IMMEDIATE;\n');
  const { pending, preamble } = JSON.parse((await dryRun('--json')).stdout) as DryRun;
  expect(existsSync(file)).toBe(false);

  await runSql([preamble, ...pending.map(({ script }) => script)].join('\n'));
  expect(await answerOf(sandbox.folder, ['migrate'])).toMatchObject({ applied: [] });
  expect((await dryRun()).stdout).toMatch(
    /^-- The tables in SQLite \S+ are up to date: nothing would run\.\n$/,
  );
  expect(JSON.parse((await dryRun('--json')).stdout)).toMatchObject({ fits: 'ok', pending: [] });
});

it('zenpulse migrate refuses tables of a newer release, in the same words each time', async () => {
  await answerOf(sandbox.folder, ['migrate']);
  await runSql(`INSERT INTO zenpulse_migration VALUES ('9999_later', '2026-01-31T08:30:00.000+00:00')`);
  const words =
    /^SQLite \S+: its tables were made by a newer release \(9999_later is unknown to \S+\); update the package "zenpulse" here$/;
  expect(await refusalOf(sandbox.folder, ['migrate'])).toMatch(words);
  expect(await refusalOf(sandbox.folder, ['migrate', '--dry-run'])).toMatch(words);
  expect(await refusalOf(sandbox.folder, ['schedules'])).toMatch(words);
  const status = await zenpulse(sandbox.folder, ['migrate', '--status']);
  expect([status.code, status.stderr]).toEqual([2, expect.stringMatching(/9999_later is unknown/)]);
  expect(status.stdout).toMatch(/\n9999_later +Sat 2026-01-31 08:30:00 \+00:00 UTC\n/);
  expect(await refusalOf(sandbox.folder, ['migrate', '--status', '--dry-run'])).toMatch(
    /'--dry-run' cannot be used with option '--status'/,
  );
});

interface DryRun {
  readonly preamble: string;
  readonly pending: readonly { readonly name: string; readonly script: string }[];
}

async function runSql(sql: string): Promise<void> {
  const client = createClient({ url: `file:${join(sandbox.folder, 'zenpulse.db')}`, timeout: 5_000 });
  await client.executeMultiple(sql);
  client.close();
}

it('zenpulse prune deletes what is older than the retention or than it is told', async () => {
  const { executions } = await sandbox.backend();
  const ages = [1, 20, 40, 89, 91, 400];
  await executions.append(
    ages.map((days) => {
      const at = Date.now() - days * DAY;
      return sampleExecution({ id: `run-${days}`, scheduledAt: at, runTime: at });
    }),
  );
  const count = async () => (await executions.count({})).count;
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
  expect(await refusalOf(sandbox.folder, ['prune', '--older-than', '30'])).toMatch(
    /^--older-than: expected .* got "30"$/,
  );
  expect(await refusalOf(sandbox.folder, ['prune', '--older-than', '0 days'])).toMatch(
    /^--older-than: expected from 1 second/,
  );
});
