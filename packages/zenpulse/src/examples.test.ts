import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectStore, createRunner, defineConfig, JobRegistry, nextRuns, zenpulseJob } from './index.ts';
import { createTestRunner } from './testing.ts';

// Executes the examples of the documentation on use from code.

let folder: string;
beforeEach(async () => {
  JobRegistry.clear();
  folder = await mkdtemp(join(tmpdir(), 'zenpulse-example-'));
});
afterEach(async () => {
  JobRegistry.clear();
  await rm(folder, { recursive: true, force: true });
});

it('a runner inside the process: starts, runs a job each second, stops', async () => {
  const ran = new Promise((resolve) => {
    zenpulseJob('poll', { triggerType: 'interval', intervalValue: 1, intervalUnit: 'seconds' }, resolve);
  });
  const runner = createRunner({ database: `file:${folder}/zenpulse.db`, concurrency: 5 });
  await runner.start();
  await ran;
  await runner.stop();
});

it('a script that puts schedules in place, and deletes old executions', async () => {
  const store = await connectStore({ database: `file:${folder}/zenpulse.db`, timezone: 'Asia/Dhaka' });
  await store.save({ jobKey: 'report', triggerType: 'cron', cronMinute: '30', cronHour: '8' });
  for (const { jobKey, nextRunAt } of await store.list()) {
    expect(`${jobKey} ${nextRunAt?.toISOString()}`).toMatch(/^report .*T02:30:00\.000Z$/);
  }
  expect(await store.prune({ olderThanDays: 30 })).toBe(0);
  await store.close();
});

it('the next runs of a trigger', () => {
  const runs = nextRuns(
    {
      triggerType: 'cron',
      cronMinute: '0',
      cronHour: '18',
      cronDayOfWeek: 'mon-fri',
      timezone: 'Europe/Berlin',
    },
    { from: new Date('2026-03-27T12:00:00Z'), count: 2 },
  );
  expect(runs).toEqual([new Date('2026-03-27T17:00:00Z'), new Date('2026-03-30T16:00:00Z')]);
});

it('the next runs of an interval, counted from its anchor', () => {
  const runs = nextRuns(
    { triggerType: 'interval', intervalValue: 30, intervalUnit: 'minutes', anchorAt: '2026-01-01T00:10:00Z' },
    { from: new Date('2026-01-01T12:00:00Z'), count: 2 },
  );
  expect(runs).toEqual([new Date('2026-01-01T12:10:00Z'), new Date('2026-01-01T12:40:00Z')]);
});

it('a configuration', () => {
  const config = defineConfig({ database: 'file:./data/zenpulse.db', timezone: 'Europe/Berlin' });
  expect(config).toEqual({ database: 'file:./data/zenpulse.db', timezone: 'Europe/Berlin' });
});

it('a test of a job and its schedule', async () => {
  zenpulseJob(
    'invoices.remind',
    { triggerType: 'cron', cronMinute: '0', cronHour: '9', cronDayOfWeek: 'mon-fri' },
    ({ params }) => `reminded ${String(params['customer'])}`,
  );
  const runner = createTestRunner({ now: '2026-01-09T08:00:00Z' }); // a Friday

  const outcome = await runner.runJob('invoices.remind', { params: { customer: 'ACME' } });
  expect(outcome).toMatchObject({ status: 'success', value: 'reminded ACME' });

  await runner.advance('3 days');
  expect(runner.runs('invoices.remind').map(({ scheduledAt }) => scheduledAt)).toEqual([
    new Date('2026-01-09T09:00:00Z'),
  ]);
  expect((await runner.schedules())[0]?.nextRunAt).toEqual(new Date('2026-01-12T09:00:00Z'));
  await runner.stop();
});
