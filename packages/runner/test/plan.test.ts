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
  it('says what a start would catch up after a kill, changes nothing, and the start does just that', async () => {
    const { schedules } = await sandbox.backend();
    await schedules.create(fields({ jobKey: 'tick', misfireGraceTime: null }));
    await schedules.create(fields({ jobKey: 'slow' }));
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
      schedules: expect.arrayContaining([
        expect.objectContaining({ jobKey: 'tick', starts: 1, missed: 0, ambiguous: 0 }),
      ]),
    });
    expect((await sandbox.read('ran.txt')).split('\n')).toHaveLength(before);

    const text = sandbox.run(['--lock', '--plan']);
    expect(await text.ended).toBe(0);
    expect(text.output()).toMatch(/JOB +FELL DUE[\s\S]*tick[\s\S]*once, for[\s\S]*interrupted: 1/);

    const { executions } = await sandbox.backend();
    const second = sandbox.run(['--lock']);
    await second.said(/This runner fires/);
    await eventually(
      async () => (await executions.count({ status: ['interrupted'] })) === 1,
      'the row of the run that was killed',
    );
  });

  it('says that nothing is to be caught up on a new database', async () => {
    const plan = sandbox.run(['--plan']);
    expect(await plan.ended).toBe(0);
    expect(plan.output()).toContain('Nothing fell due');
  });

  it('wants --plan for --json', async () => {
    const wrong = sandbox.run(['--json']);
    expect(await wrong.ended).toBe(2);
    expect(wrong.errors()).toContain('--json: expected together with --plan');
  });
});
