import { BY_TEST } from '@zenpulse/core/testing';
import type { ExecutionCursor } from '@zenpulse/core/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fields } from './fields.ts';
import { createSandbox, eventually, zenpulseUrl, type Sandbox } from './sandbox.ts';

const JOBS = `
  import { appendFileSync } from 'node:fs';
  import { zenpulseJob } from '${zenpulseUrl}';
  for (let n = 0; n < 40; n += 1) zenpulseJob('job-' + n, ({ runId }) => appendFileSync('ran.txt', runId + '\\n'));
`;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
  await sandbox.write('jobs.mjs', JOBS);
});
afterEach(() => sandbox.close());

describe('SQLite', () => {
  it('takes the writes of several processes at once without an error or a lost row', async () => {
    const backend = await sandbox.backend();
    const runners = [sandbox.run(), sandbox.run()];
    await Promise.all(runners.map((runner) => runner.said(/This runner fires/)));
    for (let n = 0; n < 40; n += 1)
      await backend.schedules.create(fields({ jobKey: `job-${n}`, logPolicy: 'all' }), BY_TEST);
    await eventually(
      async () => (await sandbox.read('ran.txt')).split('\n').length > 400,
      'four hundred runs',
    );
    for (const { child } of runners) child.kill('SIGTERM');
    expect(await Promise.all(runners.map(({ ended }) => ended))).toEqual([0, 0]);

    for (const runner of runners)
      expect(runner.output() + runner.errors()).not.toMatch(
        /to the database; they are kept|wait: the database|"level":50/,
      );
    // Without --lock both run each occurrence; the table keeps one row of it, so every job's second is there.
    const ran = (await sandbox.read('ran.txt')).trim().split('\n');
    let recorded = 0;
    for (let cursor: ExecutionCursor | null | undefined; cursor !== null;) {
      const page = await backend.executions.list({}, { limit: 100, after: cursor });
      recorded += page.items.length;
      cursor = page.next;
    }
    expect(recorded).toBeGreaterThanOrEqual(Math.ceil(ran.length / 2));
    expect(recorded).toBeLessThanOrEqual(ran.length);
  });

  it('gets no statement from an idle runner', async () => {
    const runner = sandbox.run(['--log-level', 'trace', '--sync-every', '1']);
    await runner.said(/This runner fires/);
    const backend = await sandbox.backend();
    await backend.schedules.create(
      fields({ jobKey: 'job-1', intervalValue: 1, intervalUnit: 'weeks' }),
      BY_TEST,
    );
    const { revision } = await backend.schedules.readRevision();
    await runner.said(new RegExp(`"revision":${revision},.*In step`));
    const statements = () => (runner.output().match(/"msg":"SQL"/g) ?? []).length;
    // Old executions are looked for 5 s after the runner fires: from so much quiet on, nothing may follow.
    let before = -1;
    await eventually(async () => {
      const isQuiet = statements() === before;
      before = statements();
      await new Promise((resolve) => setTimeout(resolve, 7_000));
      return isQuiet;
    }, 'seven quiet seconds');
    expect(before).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 65_000));
    expect(statements()).toBe(before);
  });
});
