import { BY_TEST } from '@zenpulse/core/testing';
import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fields } from './fields.ts';
import { createSandbox, eventually, zenpulseUrl, type Sandbox } from './sandbox.ts';

const JOBS = `
  import { appendFileSync } from 'node:fs';
  import { setTimeout as sleep } from 'node:timers/promises';
  import { zenpulseJob } from '${zenpulseUrl}';
  zenpulseJob('tick', ({ scheduledAt }) => appendFileSync('ran.txt', scheduledAt.toISOString() + '\\n'));
  zenpulseJob('slow', async () => { appendFileSync('slow.txt', 'begun\\n'); await sleep(600_000); });
`;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
  await sandbox.write('jobs.mjs', JOBS);
});
afterEach(() => sandbox.close());

const planned = async () => {
  const plan = sandbox.run(['--lock', '--plan', '--json']);
  expect(await plan.ended).toBe(0);
  return JSON.parse(plan.output()) as unknown;
};

describe('zenpulse-runner --plan', () => {
  it('prints what a start would catch up after a kill, changes nothing, and the start does just that', async () => {
    const { schedules } = await sandbox.backend();
    await schedules.create(fields({ jobKey: 'tick', misfireGraceTime: null }), BY_TEST);
    await schedules.create(fields({ jobKey: 'slow' }), BY_TEST);
    await schedules.create(fields({ jobKey: 'renamed' }), BY_TEST);
    const first = sandbox.run(['--lock']);
    await eventually(async () => (await sandbox.read('ran.txt')) !== '', 'a run');
    await eventually(async () => (await sandbox.read('slow.txt')) !== '', 'a run that goes on');
    expect(await planned()).toMatchObject({ isHeld: true });

    first.child.kill('SIGKILL');
    await first.ended;
    const before = (await sandbox.read('ran.txt')).split('\n').length;
    const found = await eventually(async () => {
      const plan = (await planned()) as { schedules: { jobKey: string; undecided: number }[] };
      return plan.schedules.some(({ jobKey, undecided }) => jobKey === 'tick' && undecided > 1) ? plan : null;
    }, 'several occurrences that fell due');
    expect(found).toMatchObject({
      isHeld: false,
      interrupted: 1,
      inherited: [expect.objectContaining({ jobKey: 'slow', interrupted: 1, resumed: 0 })],
      unregistered: [expect.objectContaining({ jobKey: 'renamed' })],
      schedules: expect.arrayContaining([
        expect.objectContaining({ jobKey: 'tick', starts: 1, missed: 0, ambiguous: 0 }),
      ]),
    });
    expect((await sandbox.read('ran.txt')).split('\n')).toHaveLength(before);

    const text = sandbox.run(['--lock', '--plan']);
    expect(await text.ended).toBe(0);
    expect(text.output()).toMatch(
      /JOB +FELL DUE[\s\S]*tick[\s\S]*once, for[\s\S]*INTERRUPTED[\s\S]*slow +0 +0 +1 +0/,
    );
    expect(text.output()).toMatch(/No job is registered here, what falls due is skipped:\n {2}renamed/);

    const { executions } = await sandbox.backend();
    const second = sandbox.run(['--lock']);
    await second.said(/This runner fires/);
    await eventually(
      async () => (await executions.count({ status: ['interrupted'] })).count === 1,
      'the row of the run that was killed',
    );
  });

  it('reports nothing to catch up where there is no database, and creates none', async () => {
    const before = await readdir(sandbox.folder, { recursive: true });
    for (const flags of [['--plan'], ['--plan', '--lock', '--json', '--database', 'file:./typo/dir/x.db']]) {
      const plan = sandbox.run(flags);
      expect(await plan.ended).toBe(0);
      expect(plan.output()).toMatch(/Nothing fell due|"schedules": \[\]/);
      expect(plan.errors()).toMatch(/^note: there is no database yet at SQLite \/.*\.db\n$/);
    }
    expect(await readdir(sandbox.folder, { recursive: true })).toEqual(before);
  });

  it('brings no tables up to date, but names the command that does', async () => {
    await sandbox.write('zenpulse.db', '');
    const plan = sandbox.run(['--plan']);
    expect(await plan.ended).toBe(2);
    expect(plan.errors()).toMatch(
      /^error: SQLite .*zenpulse\.db: it has no tables of ZenPulse yet; make them with "npx zenpulse migrate"\n$/,
    );
    expect(await sandbox.read('zenpulse.db')).toBe('');
  });

  it('warns of a runner that is alive, beside which a start without --lock would fire', async () => {
    const { schedules } = await sandbox.backend();
    await schedules.create(fields({ jobKey: 'tick' }), BY_TEST);
    await sandbox.run(['--lock']).said(/This runner fires/);
    await eventually(async () => (await sandbox.read('ran.txt')) !== '', 'a run');
    const plan = sandbox.run(['--plan', '--json']);
    expect(await plan.ended).toBe(0);
    expect(plan.errors()).toMatch(/^warning: the runner \S+ is active: .*; start all of them with --lock\n$/);
    const { schedules: planned } = JSON.parse(plan.output()) as {
      schedules: { undecided: number; missed: number; ambiguous: number; starts: number }[];
    };
    for (const one of planned) {
      expect(one.missed + one.ambiguous + Math.min(one.starts, 1)).toBeLessThanOrEqual(one.undecided);
    }
  });

  it('says that all firing is stopped, and then plans nothing; and nothing from before it was allowed again', async () => {
    const { schedules, calendar } = await sandbox.backend();
    await schedules.create(fields({ jobKey: 'tick' }), BY_TEST);
    const first = sandbox.run(['--lock']);
    await eventually(async () => (await sandbox.read('ran.txt')) !== '', 'a run');
    first.child.kill('SIGKILL');
    await first.ended;
    const isDue = async () => ((await planned()) as { schedules: unknown[] }).schedules.length > 0;
    await eventually(isDue, 'an occurrence that fell due');
    await calendar.stopFiring({ reason: 'a move', actor: null });
    expect(await planned()).toMatchObject({
      stopped: { by: 'switch', reason: 'a move' },
      schedules: [],
      unregistered: [],
    });
    const text = sandbox.run(['--lock', '--plan']);
    expect(await text.ended).toBe(0);
    expect(text.output()).toMatch(
      /^All firing is stopped since \S+Z \(a move\)\. Nothing would be caught up/,
    );
    const { resumedAt } = await calendar.resumeFiring();
    const after = (await planned()) as { stopped: unknown; schedules: { decidedUntil: string }[] };
    expect(after.stopped).toBeNull();
    for (const { decidedUntil } of after.schedules)
      expect(Date.parse(decidedUntil)).toBeGreaterThanOrEqual(resumedAt ?? Infinity);
  });

  it('wants --plan for --json', async () => {
    const wrong = sandbox.run(['--json']);
    expect(await wrong.ended).toBe(2);
    expect(wrong.errors()).toContain('--json: expected together with --plan');
  });
});
