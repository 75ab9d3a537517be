import type { ScheduleFields } from '@zenpulse/core/domain';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BY_TEST } from '@zenpulse/core/testing';
import { fields } from '../fields.ts';
import { createSandbox, type Sandbox } from '../sandbox.ts';
import { refusalOf, zenpulse } from './zenpulse.ts';

const CRON = fields({
  jobKey: 'report',
  variant: 'eu',
  enabled: false,
  triggerType: 'cron',
  cronMinute: '*/15',
  cronHour: '8-18',
  cronDayOfWeek: 'mon-fri',
  timezone: 'Europe/Berlin',
  maxInstances: 3,
  coalesce: false,
  misfireGraceTime: null,
  logPolicy: 'none',
  timeoutSeconds: 90,
  maxRetries: 2,
  params: { to: ['a', 'ü'], deep: { n: 1.5 } },
  onAmbiguous: 'run',
  note: 'of the first kind',
});

let here: Sandbox;
let there: Sandbox;
beforeEach(async () => {
  [here, there] = await Promise.all([createSandbox(), createSandbox()]);
  const { schedules } = await here.backend();
  for (const one of [CRON, fields({ jobKey: 'report' }), fields({ jobKey: 'sync', intervalValue: 7 })]) {
    await schedules.create(one, BY_TEST);
  }
});
afterEach(async () => {
  await Promise.all([here.close(), there.close()]);
});

interface ExportFile {
  readonly format: number;
  readonly schedules: readonly ScheduleFields[];
}

async function exported(sandbox: Sandbox, ...flags: string[]): Promise<{ text: string; file: ExportFile }> {
  const { code, stdout, stderr } = await zenpulse(sandbox.folder, ['export', ...flags]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return { text: stdout, file: JSON.parse(stdout) as ExportFile };
}

const importing = (...flags: string[]) => zenpulse(there.folder, ['import', 'schedules.json', ...flags]);

describe('zenpulse export', () => {
  it('prints what an import into another database makes the same schedules of', async () => {
    const { text, file } = await exported(here);
    expect(file.schedules.map(({ jobKey, variant }) => [jobKey, variant])).toEqual([
      ['report', ''],
      ['report', 'eu'],
      ['sync', ''],
    ]);
    await there.write('schedules.json', text);
    expect((await importing('--dry-run')).stdout).toContain('Schedules: 3 would be imported, 0 left alone');
    expect((await importing()).stdout).toContain('Schedules: 3 imported, 0 left alone, 0 refused.');
    expect((await exported(there)).file.schedules).toEqual(file.schedules);
    expect((await importing()).stdout).toContain('Schedules: 0 imported, 3 left alone, 0 refused.');
  });

  it('may be a part of them', async () => {
    expect((await exported(here, '--search', 'syn')).file.schedules).toHaveLength(1);
  });

  it('is judged schedule by schedule: a bad one is named and the others are imported', async () => {
    const { file } = await exported(here);
    const [first, second] = file.schedules;
    const schedules = [
      { ...first, cronHour: '99', triggerType: 'cron' },
      second,
      { ...second, color: 'red' },
    ];
    await there.write('schedules.json', JSON.stringify({ ...file, schedules }));
    const { code, stdout } = await importing();
    expect(code).toBe(1);
    expect(stdout).toContain('Refused report (row 1)\n    cronHour: ');
    expect(stdout).toContain('Refused report eu (row 3)\n    jobKey: expected a key of its own');
    expect(stdout).toContain('Schedules: 1 imported, 0 left alone, 2 refused.');
  });

  it('takes no flags of the other import', async () => {
    await there.write('schedules.json', (await exported(here)).text);
    const flags = ['import', 'schedules.json'];
    expect(await refusalOf(there.folder, [...flags, '--timezone', 'UTC'])).toMatch(/^--timezone: /);
    expect(await refusalOf(there.folder, [...flags, '--with-history'])).toMatch(/^--with-history: /);
  });
});
