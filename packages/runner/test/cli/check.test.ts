import type { ScheduleFinding } from '@zenpulse/core/domain';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BY_TEST } from '@zenpulse/core/testing';
import { fields } from '../fields.ts';
import { createSandbox, zenpulseUrl, type Sandbox } from '../sandbox.ts';
import { refusalOf, zenpulse } from './zenpulse.ts';

const JOBS = `import { zenpulseJob } from '${zenpulseUrl}';
zenpulseJob('report', { cron: '0 8 * * *' }, () => {});
zenpulseJob('uneven', { cron: '*/7 * * * *' }, () => {});
zenpulseJob('by_hand', () => {});
`;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
  await sandbox.write('jobs.mjs', JOBS);
});
afterEach(() => sandbox.close());

const check = (...flags: string[]) => zenpulse(sandbox.folder, ['check', ...flags]);

async function findings(...flags: string[]) {
  const { code, stdout } = await check('--json', ...flags);
  const checked = JSON.parse(stdout) as { schedules: number; findings: ScheduleFinding[] };
  return {
    code,
    schedules: checked.schedules,
    found: checked.findings.map((one) => `${one.code} ${one.jobKey}`),
  };
}

const monthly = (jobKey: string) =>
  fields({ jobKey, triggerType: 'cron', cronMinute: '0', cronHour: '0', cronDay: '31' });

describe('zenpulse check', () => {
  it('checks what is declared in code where there is no database yet', async () => {
    expect(await findings()).toEqual({ code: 0, schedules: 2, found: ['uneven-step uneven'] });
    const { stdout } = await check();
    expect(stdout).toContain('*/7 means minutes 0, 7,');
    expect(stdout).toContain('2 schedules: 0 problems, 1 warning.');
  });

  it('fails for a problem, and with --strict for a warning', async () => {
    expect((await check('--strict')).code).toBe(1);
    const { schedules } = await sandbox.backend();
    await schedules.create(fields({ jobKey: 'gone' }), BY_TEST);
    expect(await findings()).toEqual({
      code: 1,
      schedules: 3,
      found: ['unknown-job gone', 'uneven-step uneven'],
    });
    expect((await check('--ignore', 'unknown-job')).code).toBe(0);
    expect((await check('--ignore', 'unknown-job', 'uneven-step', '--strict')).code).toBe(0);
  });

  it('goes by the database for a job that has a schedule there', async () => {
    const { schedules } = await sandbox.backend();
    await schedules.create(monthly('uneven'), BY_TEST);
    expect((await findings()).found).toEqual(['missing-day uneven']);
  });

  it('leaves the code out when asked', async () => {
    await sandbox.write('jobs.mjs', 'throw new Error("not to be loaded")');
    const { schedules } = await sandbox.backend();
    await schedules.create(monthly('gone'), BY_TEST);
    expect(await findings('--no-code')).toEqual({ code: 0, schedules: 1, found: ['missing-day gone'] });
  });

  it('names the minute at which many are due', async () => {
    const { schedules } = await sandbox.backend();
    for (let index = 0; index < 10; index += 1) {
      await schedules.create(
        fields({
          jobKey: 'report',
          variant: `v${index}`,
          triggerType: 'cron',
          cronMinute: '0',
          cronHour: '0',
        }),
        BY_TEST,
      );
    }
    expect((await findings()).found).toEqual(['uneven-step uneven', 'same-minute null']);
  });

  it('refuses a rule that does not exist', async () => {
    expect(await refusalOf(sandbox.folder, ['check', '--ignore', 'bad'])).toContain('unknown-job');
  });
});
