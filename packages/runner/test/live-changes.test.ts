import { BY_TEST } from '@zenpulse/core/testing';
import { rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import type { Backend } from '@zenpulse/core/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fields } from './fields.ts';
import { createSandbox, eventually, zenpulseUrl, type RunnerProcess, type Sandbox } from './sandbox.ts';

/** Each run appends its own line; that file is the truth. */
const TICKING_JOBS = `
  import { appendFileSync } from 'node:fs';
  import { zenpulseJob } from '${zenpulseUrl}';
  zenpulseJob('tick', ({ runId, scheduledAt }) => appendFileSync('ran.txt', runId + ' ' + scheduledAt.toISOString() + '\\n'));
`;

let sandbox: Sandbox;
let backend: Backend;
let runner: RunnerProcess;

beforeEach(async () => {
  sandbox = await createSandbox();
  await sandbox.write('jobs.mjs', TICKING_JOBS);
  backend = await sandbox.backend();
});
afterEach(() => sandbox.close());

async function start(args: string[] = [], env: Record<string, string> = {}): Promise<void> {
  runner = sandbox.run(['--log-level', 'debug', ...args], env);
  await runner.said(/This runner fires/);
}

/** Resolves once the runner has applied the store's current revision. */
async function inStep(): Promise<void> {
  const { revision } = await backend.schedules.readRevision();
  await runner.said(new RegExp(`"revision":${revision},.*In step`));
}

/** A link to nowhere, which even root cannot touch; root could write to a read-only file. */
async function breakSignal(folder: string): Promise<void> {
  const link = join(folder, 'link');
  await symlink('/nowhere/at/all', link);
  await rename(link, join(folder, '.zenpulse/signal')); // in one step: a runner that finds its signal missing creates it again
}

const runs = async () => (await sandbox.read('ran.txt')).split('\n').filter((line) => line !== '');

describe('a running runner', () => {
  it('takes up a new schedule, a new pace, a switch off and a deletion without a restart', async () => {
    await start();
    const slow = await backend.schedules.create(
      fields({ jobKey: 'tick', intervalValue: 1, intervalUnit: 'hours' }),
      BY_TEST,
    );
    await inStep();
    expect(await runs()).toHaveLength(0);

    const fast = await backend.schedules.change(
      slow.id,
      slow.version,
      () => ({ intervalUnit: 'seconds' }),
      BY_TEST,
    );
    await eventually(async () => (await runs()).length >= 2, 'two runs at the new pace');

    const off = await backend.schedules.change(fast.id, fast.version, () => ({ enabled: false }), BY_TEST);
    await inStep();
    const count = (await runs()).length;

    await backend.schedules.change(off.id, off.version, () => ({ enabled: true }), BY_TEST);
    await eventually(async () => (await runs()).length > count, 'runs after it was switched on');

    await backend.schedules.remove(slow.id, BY_TEST);
    await inStep();
    const last = (await runs()).length;
    await backend.schedules.create(fields({ jobKey: 'nobody' }), BY_TEST);
    await inStep();
    expect(await runs()).toHaveLength(last);
    expect(new Set(await runs()).size).toBe(last);
  });

  it.each([
    ['by fs.watch', async () => {}],
    [
      'by its tick when the signal is gone',
      (folder: string) => rm(join(folder, '.zenpulse/signal'), { force: true }),
    ],
    [
      'by its tick when the state folder is gone',
      (folder: string) => rm(join(folder, '.zenpulse'), { recursive: true, maxRetries: 10 }), // a runner writes into it,
    ],
    ['when the signal cannot be written', breakSignal],
  ])('notices a change %s', async (_how, prepare) => {
    await start();
    await backend.schedules.create(fields({ jobKey: 'nobody' }), BY_TEST);
    await inStep();
    await prepare(sandbox.folder);
    await backend.schedules.create(fields({ jobKey: 'tick' }), BY_TEST);
    await eventually(async () => (await runs()).length >= 1, 'a run of the new schedule');
  });

  it('notices a change by its tick where fs.watch does not work', async () => {
    await sandbox.write(
      'no-watch.mjs',
      `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
       fs.watch = () => { throw new Error('no inotify here'); }; syncBuiltinESMExports();`,
    );
    await start([], { NODE_OPTIONS: `--import ${join(sandbox.folder, 'no-watch.mjs')}` });
    await backend.schedules.create(fields({ jobKey: 'tick' }), BY_TEST);
    await eventually(async () => (await runs()).length >= 1, 'a run of the new schedule');
    expect(runner.output()).toContain('fs.watch does not work here');
  });

  it('picks up rows that SQL from outside wrote, changed and deleted', async () => {
    await start();
    const sql = createClient({ url: `file:${join(sandbox.folder, 'zenpulse.db')}`, timeout: 5_000 });
    await sql.execute(
      `INSERT INTO zenpulse_schedule_config (job_key, trigger_type, interval_value, interval_unit) VALUES ('tick', 'interval', 1, 'seconds')`,
    );
    await eventually(async () => (await runs()).length >= 1, 'a run of the row');
    await sql.execute(`UPDATE zenpulse_schedule_config SET enabled = 0`);
    await inStep();
    const count = (await runs()).length;
    await sql.execute(`UPDATE zenpulse_schedule_config SET enabled = 1, interval_value = 2`);
    await eventually(async () => (await runs()).length > count, 'a run of the changed row');
    await sql.execute(`DELETE FROM zenpulse_schedule_config`);
    await inStep();
    sql.close();
  });

  it('reports a row that SQL damaged and runs the others', async () => {
    const sql = createClient({ url: `file:${join(sandbox.folder, 'zenpulse.db')}`, timeout: 5_000 });
    await sql.execute(
      `INSERT INTO zenpulse_schedule_config (job_key, trigger_type, cron_minute) VALUES ('broken', 'cron', '61')`,
    );
    await backend.schedules.create(fields({ jobKey: 'tick' }), BY_TEST);
    await start();
    await runner.said(/"path":"cronMinute".*A schedule is damaged/);
    await eventually(async () => (await runs()).length >= 1, 'a run of the sound row');
    sql.close();
  });

  it('runs by hand what a person asks for, with the id that was promised, also when disabled', async () => {
    await start();
    const schedule = await backend.schedules.create(
      fields({ jobKey: 'tick', enabled: false, logPolicy: 'none' }),
      BY_TEST,
    );
    await backend.runRequests.add({ id: 'by-hand', scheduleId: schedule.id, requestedAt: Date.now() });
    const execution = await eventually(() => backend.executions.get('by-hand'), 'the execution');
    expect(execution).toMatchObject({ status: 'success', origin: 'manual', jobKey: 'tick' });
    expect((await runs())[0]).toMatch(/^by-hand /);
  });

  it('records what a job throws, and goes on', async () => {
    await sandbox.write(
      'jobs.mjs',
      `import { zenpulseJob } from '${zenpulseUrl}';
       zenpulseJob('bad', () => { setTimeout(() => { throw new Error('later'); }); throw new TypeError('now'); });`,
    );
    await start();
    const schedule = await backend.schedules.create(fields({ jobKey: 'bad' }), BY_TEST);
    const page = await eventually(async () => {
      const found = await backend.executions.list({ scheduleId: schedule.id }, { limit: 10 });
      return found.items.length >= 2 ? found : null;
    }, 'two failures');
    expect(page.items[0]).toMatchObject({
      status: 'fail',
      exceptionType: 'TypeError',
      exceptionMessage: 'now',
    });
    const failed = await backend.executions.get(page.items[0]?.id ?? '');
    expect(failed?.traceback).toContain('jobs.mjs');
    expect(runner.output()).toContain('A job threw outside of its run');
  });
});
