import { BY_TEST } from '@zenpulse/core/testing';
import { join } from 'node:path';
import { createClient, type Client } from '@libsql/client';
import type { ExecutionSummary, ScheduleFields } from '@zenpulse/core/domain';
import type { Backend } from '@zenpulse/core/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fields } from './fields.ts';
import { createSandbox, eventually, zenpulseUrl, type RunnerProcess, type Sandbox } from './sandbox.ts';

/** Each run appends its own line; that file is the truth. */
const JOBS = `
  import { appendFileSync } from 'node:fs';
  import { setTimeout as sleep } from 'node:timers/promises';
  import { zenpulseJob } from '${zenpulseUrl}';
  const say = (what) => appendFileSync('ran.txt', JSON.stringify(what) + '\\n');
  zenpulseJob('tick', ({ scheduledAt, params, attempt }) => say({ at: scheduledAt.getTime(), params, attempt }));
  zenpulseJob('slow', async () => { say('begun'); await sleep(2500); say('ended'); });
  zenpulseJob('bad', ({ attempt }) => { say({ attempt }); throw new Error('bad'); });
  zenpulseJob('endless', ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))));
  for (let n = 0; n < 20; n += 1) zenpulseJob('job-' + n, ({ jobKey }) => say(jobKey));
`;

let sandbox: Sandbox;
let backend: Backend;
let sql: Client;
beforeEach(async () => {
  sandbox = await createSandbox();
  await sandbox.write('jobs.mjs', JOBS);
  backend = await sandbox.backend();
  sql = createClient({ url: `file:${join(sandbox.folder, 'zenpulse.db')}`, timeout: 5_000 });
});
afterEach(async () => {
  sql.close();
  await sandbox.close();
});

async function start(...args: string[]): Promise<RunnerProcess> {
  const runner = sandbox.run(args);
  await runner.said(/This runner fires/);
  return runner;
}

const create = (given: Partial<ScheduleFields> & { jobKey: string }) =>
  backend.schedules.create(fields(given), BY_TEST);
const said = async (): Promise<unknown[]> =>
  (await sandbox.read('ran.txt'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
const ticks = async () => (await said()) as { at: number; params: unknown; attempt: number }[];
const executions = async (scheduleId: string): Promise<readonly ExecutionSummary[]> =>
  (await backend.executions.list({ scheduleId }, { limit: 100 })).items;
const instant = (at: number) => new Date(at).toISOString().replace('Z', '+00:00');

/** Suspends the process for a while, like a laptop that sleeps. */
async function sleepThrough(runner: RunnerProcess, ms: number): Promise<void> {
  runner.child.kill('SIGSTOP');
  await new Promise((resolve) => setTimeout(resolve, ms));
  runner.child.kill('SIGCONT');
}

describe('an interval', () => {
  it.each([
    ['seconds', 40, 40_000],
    ['minutes', 3, 180_000],
    ['hours', 5, 18_000_000],
    ['days', 2, 172_800_000],
    ['weeks', 1, 604_800_000],
  ] as const)('in %s fires a whole interval after its anchor', async (intervalUnit, intervalValue, ms) => {
    await start();
    const schedule = await create({ jobKey: 'tick', enabled: false, intervalValue, intervalUnit });
    const due = Math.floor(Date.now() / 1000) * 1000 + 3_000;
    await sql.execute({
      sql: 'UPDATE zenpulse_schedule_config SET anchor_at = ?, enabled = 1 WHERE id = ?',
      args: [instant(due - ms), schedule.id],
    });
    await eventually(async () => (await ticks()).length === 1, 'the run');
    expect((await ticks())[0]?.at).toBe(due);
  });

  it('keeps its occurrences over a restart and over edits of other fields', async () => {
    const schedule = await create({ jobKey: 'tick', intervalValue: 2 });
    const first = await start();
    await eventually(async () => (await ticks()).length >= 1, 'a run');
    first.child.kill('SIGTERM');
    await first.ended;
    await backend.schedules.change(
      schedule.id,
      schedule.version,
      () => ({
        misfireGraceTime: 30,
        timezone: 'Asia/Tokyo',
      }),
      BY_TEST,
    );
    await start();
    const before = (await ticks()).length;
    await eventually(async () => (await ticks()).length > before, 'a run after the restart');
    for (const { at } of await ticks()) expect((at - schedule.anchorAt) % 2_000).toBe(0);
  });
});

describe('a cron', () => {
  it('fires in the minute that all five fields match in its zone, and in no other', async () => {
    const soon = new Date(Math.ceil((Date.now() + 4_000) / 60_000) * 60_000);
    const part = (options: Intl.DateTimeFormatOptions, timeZone = 'UTC') =>
      new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(soon);
    const minute = String(soon.getUTCMinutes());
    const hour = String(soon.getUTCHours());
    const weekday = String(soon.getUTCDay());
    const cron = (jobKey: string, given: Partial<ScheduleFields>) =>
      create({ jobKey, triggerType: 'cron', ...given });
    const otherDay = soon.getUTCDate() === 1 ? '2' : '1';

    await start();
    await cron('job-0', { cronMinute: minute });
    await cron('job-1', { cronMinute: minute, cronHour: hour });
    await cron('job-2', { cronMinute: minute, cronDay: String(soon.getUTCDate()), cronDayOfWeek: weekday });
    await cron('job-3', { cronMinute: minute, cronMonth: String(soon.getUTCMonth() + 1) });
    await cron('job-4', {
      cronMinute: minute,
      cronHour: String(Number(part({ hour: '2-digit', hour12: false }, 'Asia/Tokyo')) % 24),
      timezone: 'Asia/Tokyo',
    });
    await cron('job-5', { cronMinute: '*' });
    await cron('job-10', { cronMinute: minute, cronHour: String((soon.getUTCHours() + 1) % 24) });
    await cron('job-11', { cronMinute: minute, cronDay: otherDay, cronDayOfWeek: weekday }); // one of the two days is not enough
    await cron('job-12', { cronMinute: minute, cronMonth: String(((soon.getUTCMonth() + 1) % 12) + 1) });
    await cron('job-13', { cronMinute: minute, cronHour: hour, timezone: 'Asia/Tokyo' });
    await cron('job-14', { cronMinute: minute, enabled: false });

    await eventually(async () => new Set(await said()).size >= 6, 'the six that match').catch(
      () => undefined,
    );
    expect([...new Set(await said())].map(String).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'job-0',
      'job-1',
      'job-2',
      'job-3',
      'job-4',
      'job-5',
    ]);
  });
});

describe('maxInstances', () => {
  it('limits the runs of a schedule at a time, and what finds them busy is skipped', async () => {
    await start();
    const schedule = await create({ jobKey: 'slow', maxInstances: 2, logPolicy: 'all' });
    const rows = await eventually(async () => {
      const found = await executions(schedule.id);
      return found.some(({ status }) => status === 'skipped') &&
        found.some(({ status }) => status === 'success')
        ? found
        : null;
    }, 'a run and a skip');
    const skips = rows.filter(({ status }) => status === 'skipped');
    expect(new Set(skips.map(({ reason }) => reason))).toEqual(new Set(['max-instances']));
    const ended = rows.filter(({ status }) => status === 'success').map(({ id }) => id);
    const holders = skips.map(({ heldBy }) => heldBy ?? []);
    expect(new Set(holders.map(({ length }) => length))).toEqual(new Set([2]));
    expect(holders.flat()).toEqual(expect.arrayContaining(ended.slice(-1)));
    let running = 0;
    let most = 0;
    for (const line of await said()) {
      running += line === 'begun' ? 1 : -1;
      most = Math.max(most, running);
    }
    expect(most).toBe(2);
  });
});

describe('a runner that slept', () => {
  it('runs the newest of the overdue occurrences with coalesce, and records how many it covers', async () => {
    const runner = await start();
    const schedule = await create({ jobKey: 'tick', logPolicy: 'all' });
    await eventually(async () => (await ticks()).length >= 1, 'a run');
    await sleepThrough(runner, 4_500);
    const rows = await eventually(async () => {
      const found = await executions(schedule.id);
      return found.some(({ coalescedCount }) => coalescedCount >= 3) ? found : null;
    }, 'a run that stands for several');
    const due = (await ticks()).map(({ at }) => at);
    const stood = rows.reduce((sum, { coalescedCount }) => sum + coalescedCount, 0);
    const last = Math.max(...rows.map(({ scheduledAt }) => scheduledAt));
    expect(stood).toBe((last - schedule.anchorAt) / 1000);
    expect(new Set(due).size).toBe(due.length);
  });

  it('runs all of them in order without coalesce', async () => {
    const runner = await start();
    const schedule = await create({ jobKey: 'tick', coalesce: false });
    await eventually(async () => (await ticks()).length >= 1, 'a run');
    await sleepThrough(runner, 4_500);
    await eventually(async () => (await ticks()).length >= 6, 'what was overdue');
    const due = (await ticks()).map(({ at }) => at);
    expect(due).toEqual(due.map((_, index) => schedule.anchorAt + (index + 1) * 1000));
  });

  it('misses what is later than its grace, and nothing where there is no limit', async () => {
    const runner = await start();
    const strict = await create({ jobKey: 'tick', intervalValue: 3, misfireGraceTime: 1 });
    const patient = await create({
      jobKey: 'job-1',
      intervalValue: 3,
      misfireGraceTime: null,
      logPolicy: 'all',
    });
    const due = Math.floor(Date.now() / 3000) * 3000;
    // Both due once, half a second after the runner fell asleep; it wakes two seconds later than the grace.
    const anchor = instant(due + 4_000 - 3_000);
    await sql.execute({ sql: 'UPDATE zenpulse_schedule_config SET anchor_at = ?', args: [anchor] });
    await new Promise((resolve) => setTimeout(resolve, due + 3_500 - Date.now()));
    await sleepThrough(runner, 2_700);
    const [missed] = await eventually(async () => {
      const found = await executions(strict.id);
      return found.length > 0 ? found : null;
    }, 'the missed one');
    expect(missed).toMatchObject({ status: 'missed', reason: 'grace', durationMs: null });
    const ran = await eventually(async () => (await executions(patient.id)).at(-1), 'the patient one');
    expect(ran).toMatchObject({ status: 'success', scheduledAt: missed?.scheduledAt });
  });
});

describe('the log policy', () => {
  it('decides which outcomes become rows', async () => {
    await start();
    const silent = await create({ jobKey: 'bad', logPolicy: 'none' });
    const failures = await create({ jobKey: 'bad', variant: 'failures', logPolicy: 'failures' });
    const good = await create({ jobKey: 'tick', logPolicy: 'failures' });
    const all = await create({ jobKey: 'tick', variant: 'all', logPolicy: 'all' });
    await eventually(
      async () => (await executions(all.id)).length >= 2 && (await executions(failures.id)).length >= 2,
      'rows',
    );
    expect(await executions(silent.id)).toEqual([]);
    expect(await executions(good.id)).toEqual([]);
    expect((await executions(all.id)).every(({ status }) => status === 'success')).toBe(true);
  });
});

describe('enabled', () => {
  it('never catches up the time a schedule was off', async () => {
    await start();
    const on = await create({ jobKey: 'tick', coalesce: false, misfireGraceTime: null });
    await eventually(async () => (await ticks()).length >= 1, 'a run');
    const off = await backend.schedules.change(on.id, on.version, () => ({ enabled: false }), BY_TEST);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const again = await backend.schedules.change(on.id, off.version, () => ({ enabled: true }), BY_TEST);
    const before = (await ticks()).length;
    await eventually(async () => (await ticks()).length > before + 1, 'runs after it');
    for (const { at } of (await ticks()).slice(before)) expect(at).toBeGreaterThan(again.effectiveFrom);
  });
});

describe('what a run is given', () => {
  it('has the params of its schedule, tries again after a failure, and ends at its timeout', async () => {
    await start();
    await create({ jobKey: 'tick', params: { to: 'ops' } });
    const bad = await create({ jobKey: 'bad', maxRetries: 1, intervalValue: 1, intervalUnit: 'hours' });
    const endless = await create({ jobKey: 'endless', timeoutSeconds: 1 });
    await backend.runRequests.add({ id: 'try', scheduleId: bad.id, requestedAt: Date.now() });
    await eventually(
      async () => (await ticks()).some(({ params }) => JSON.stringify(params) === '{"to":"ops"}'),
      'params',
    );
    const attempts = await eventually(async () => {
      const found = await executions(bad.id);
      return found.length === 2 ? found : null;
    }, 'two attempts');
    expect(attempts.map(({ attempt, origin }) => [attempt, origin]).toReversed()).toEqual([
      [1, 'manual'],
      [2, 'retry'],
    ]);
    const timedOut = await eventually(async () => (await executions(endless.id))[0], 'the timeout');
    expect(timedOut).toMatchObject({ status: 'timeout', exceptionMessage: 'timed out after 1 s' });
  });
});
