import { BY_TEST } from '@zenpulse/core/testing';
import type { Backend } from '@zenpulse/core/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fields } from './fields.ts';
import { createSandbox, eventually, zenpulseUrl, type Sandbox } from './sandbox.ts';

const JOBS = `
  import { appendFileSync } from 'node:fs';
  import { setTimeout as sleep } from 'node:timers/promises';
  import { zenpulseJob } from '${zenpulseUrl}';
  zenpulseJob('tick', ({ scheduledAt }) => appendFileSync('ran.txt', process.pid + ' ' + scheduledAt.toISOString() + '\\n'));
  zenpulseJob('slow', async () => { appendFileSync('slow.txt', 'begun\\n'); await sleep(1500); appendFileSync('slow.txt', 'done\\n'); });
  zenpulseJob('stubborn', async () => { appendFileSync('slow.txt', 'begun\\n'); await sleep(600_000); });
`;

let sandbox: Sandbox;
let backend: Backend;
beforeEach(async () => {
  sandbox = await createSandbox();
  await sandbox.write('jobs.mjs', JOBS);
  backend = await sandbox.backend();
});
afterEach(() => sandbox.close());

const lines = async (file: string) => (await sandbox.read(file)).split('\n').filter((line) => line !== '');

describe('--lock', () => {
  it('lets one runner fire; the other takes over when the first is killed', async () => {
    await backend.schedules.create(fields({ jobKey: 'tick' }), BY_TEST);
    const first = sandbox.run(['--lock']);
    await first.said(/This runner fires/);
    const second = sandbox.run(['--lock']);
    await second.said(/Another runner holds the lease/);
    await eventually(async () => (await lines('ran.txt')).length >= 2, 'runs of the first');

    first.child.kill('SIGKILL');
    await second.said(/This runner fires/);
    await eventually(
      async () => (await lines('ran.txt')).some((line) => line.startsWith(`${second.child.pid} `)),
      'a run of the second',
    );
    const occurrences = (await lines('ran.txt')).map((line) => line.split(' ')[1]);
    expect(new Set(occurrences).size).toBe(occurrences.length);
  });

  it('hands over at once when the first stops', async () => {
    const first = sandbox.run(['--lock']);
    await first.said(/This runner fires/);
    const second = sandbox.run(['--lock']);
    await second.said(/Another runner holds the lease/);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    await second.said(/This runner fires/);
  });

  it('exits with 75 instead of standing by with --no-standby', async () => {
    const first = sandbox.run(['--lock']);
    await first.said(/This runner fires/);
    expect(await sandbox.run(['--lock', '--no-standby']).ended).toBe(75);
  });
});

describe('a stop', () => {
  it('waits for a running job, records it and exits with 0', async () => {
    const runner = sandbox.run();
    await runner.said(/This runner fires/);
    const schedule = await backend.schedules.create(fields({ jobKey: 'slow', logPolicy: 'all' }), BY_TEST);
    await eventually(async () => (await lines('slow.txt')).length >= 1, 'the job at work');
    runner.child.kill('SIGTERM');
    expect(await runner.ended).toBe(0);
    expect((await lines('slow.txt')).at(-1)).toBe('done');
    const { items } = await backend.executions.list({ scheduleId: schedule.id }, { limit: 10 });
    expect(items.some(({ status }) => status === 'success')).toBe(true);
  });

  it('aborts a job that outlasts the grace and records it as interrupted', async () => {
    const runner = sandbox.run(['--grace', '0']);
    await runner.said(/This runner fires/);
    const schedule = await backend.schedules.create(fields({ jobKey: 'stubborn' }), BY_TEST);
    await eventually(async () => (await lines('slow.txt')).length >= 1, 'the job at work');
    runner.child.kill('SIGTERM');
    expect(await runner.ended).toBe(0);
    const { items } = await backend.executions.list({ scheduleId: schedule.id }, { limit: 10 });
    expect(items.map(({ status, reason }) => [status, reason])).toContainEqual([
      'interrupted',
      'runner-stopped',
    ]);
  });
});
