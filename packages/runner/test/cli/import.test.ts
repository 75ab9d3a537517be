import { BY_TEST } from '@zenpulse/core/testing';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Backend } from '@zenpulse/core/ports';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fields } from '../fields.ts';
import { createSandbox, type Sandbox } from '../sandbox.ts';
import { refusalOf, zenpulse } from './zenpulse.ts';

/** Written by `manage.py dumpdata zenpulse_scheduler` of the original on Django 5.2, with TIME_ZONE Asia/Dhaka. */
const DUMP = fileURLToPath(new URL('../../src/import/fixtures/django-dump.json', import.meta.url));

let sandbox: Sandbox;
let backend: Backend;
beforeEach(async () => {
  sandbox = await createSandbox();
  await copyFile(DUMP, join(sandbox.folder, 'dump.json'));
  backend = await sandbox.backend();
  await backend.schedules.create(fields({ jobKey: 'already_there', intervalValue: 7 }), BY_TEST);
});
afterEach(() => sandbox.close());

const run = (...args: string[]) => zenpulse(sandbox.folder, ['import', 'dump.json', ...args]);

interface Report {
  readonly timezone: string;
  readonly imported: readonly { readonly jobKey: string; readonly id: string | null }[];
  readonly existing: readonly object[];
  readonly refused: readonly {
    readonly row: number;
    readonly jobKey: string;
    readonly issues: readonly object[];
  }[];
  readonly executions: object;
  readonly remarks: readonly string[];
}

async function report(...args: string[]): Promise<Report> {
  const { code, stdout, stderr } = await run(...args, '--json');
  expect({ code, stderr }).toEqual({ code: 1, stderr: 'error: 3 rows were refused\n' });
  return JSON.parse(stdout) as Report; // the tests look at it
}

async function scheduleOf(jobKey: string) {
  const [ref] = await backend.schedules.findByJobs([jobKey]);
  const row = ref === undefined ? null : await backend.schedules.get(ref.id);
  return row === null || row.isDamaged ? null : row.schedule;
}

it('imports valid rows, leaves existing schedules alone, and reports invalid rows', async () => {
  const told = await report('--timezone', 'Asia/Dhaka');
  expect(told.imported).toHaveLength(14);
  expect(told.existing).toEqual([{ row: 18, jobKey: 'already_there', variant: '' }]);
  expect(told.refused.map(({ row, jobKey }) => [row, jobKey])).toEqual([
    [15, 'bad_minute'],
    [16, 'bad_weekday'],
    [17, 'no_grace'],
  ]);
  expect(told.refused[2]?.issues).toEqual([
    {
      path: 'misfire_grace_time',
      message: 'expected whole seconds from 1 to 31622400, or null for no limit, got 0',
    },
  ]);
  expect(told.executions).toEqual({ found: 4, imported: 0, skipped: 4, refused: [] });

  expect(await scheduleOf('monday_sync')).toMatchObject({
    triggerType: 'cron',
    cronMinute: '0',
    cronHour: '9',
    cronDayOfWeek: '1',
    timezone: 'Asia/Dhaka',
    misfireGraceTime: 3600,
  });
  expect(await scheduleOf('weekly_cleanup')).toMatchObject({ cronDayOfWeek: '0' });
  expect(await scheduleOf('disabled_import')).toMatchObject({ enabled: false, intervalValue: 6 });
  expect(await scheduleOf('first_of_month')).toMatchObject({ coalesce: false, maxInstances: 3 });
  expect(await scheduleOf('already_there')).toMatchObject({ intervalValue: 7, version: 1 });
  expect(await scheduleOf('bad_minute')).toBeNull();
});

it('prints the same in words, once more with nothing left to do', async () => {
  const { code, stdout, stderr } = await run();
  expect(code).toBe(1);
  expect(stdout).toContain(
    'Imported monday_sync: At 09:00, only on Monday, UTC\n' +
      '    cron_day_of_week: "0" is "1" here: its engine counted from Monday (0), here 0 is Sunday\n',
  );
  expect(stdout).toContain('Imported disabled_import: Every 6 hours, UTC (disabled)\n');
  expect(stdout).toContain('Left alone already_there: it has a schedule here\n');
  expect(stdout).toContain('Refused bad_minute (row 15)\n    cron_minute: expected minutes 0-59 ');
  expect(stdout).toMatch(
    /\nSchedules: 14 imported, 1 left alone, 3 refused\.\nExecutions: 4 skipped; --with-history takes them over\.\n$/,
  );
  expect(stderr).toContain(
    "note: the crons have the zone UTC (the default); the original ran in Django's TIME_ZONE",
  );
  expect(stderr).toContain("note: the original's admin called 0 Sunday, but its engine ran it on Mondays.");
  expect(stderr).toMatch(/\nerror: 3 rows were refused\n$/);

  expect((await run()).stdout).toContain('Schedules: 0 imported, 15 left alone, 3 refused.');
});

it('changes nothing in a dry run', async () => {
  const before = await backend.schedules.readRevision();
  const told = await report('--dry-run', '--with-history');
  expect(told.imported).toHaveLength(14);
  expect(told.imported[0]?.id).toBeNull();
  expect(told.executions).toEqual({ found: 4, imported: 3, skipped: 1, refused: [] });
  expect(await backend.schedules.readRevision()).toEqual(before);
  expect(await backend.executions.count({})).toMatchObject({ count: 0 });
});

it('takes the execution log over when asked, once', async () => {
  const told = await report('--with-history');
  expect(told.executions).toEqual({ found: 4, imported: 3, skipped: 1, refused: [] });
  await report('--with-history');
  const { items } = await backend.executions.list({}, { limit: 10 });
  const monthEnd = await scheduleOf('month_end');
  expect(items.map(({ jobKey, status, exceptionType }) => [jobKey, status, exceptionType])).toEqual([
    ['month_end', 'success', null],
    ['send_daily_report', 'fail', 'SMTPException'],
    ['send_daily_report', 'success', null],
  ]);
  expect(items[0]).toMatchObject({
    scheduleId: monthEnd?.id,
    runTime: Date.parse('2026-11-22T02:30:00.123Z'),
    durationMs: null,
    hostname: 'app-1',
    pid: 4711,
  });
  expect(await backend.executions.get(items[1]?.id ?? '')).toMatchObject({
    exceptionMessage: 'Connection refused',
    traceback: '  File "jobs.py", line 4, in send\n',
  });
});

it('exits with 0 when all is well', async () => {
  const row = {
    model: 'zenpulse_scheduler.scheduleconfig',
    pk: 1,
    fields: { job_key: 'a', interval_value: 5 },
  };
  await sandbox.write('good.jsonl', `${JSON.stringify(row)}\n`);
  const { code, stdout, stderr } = await zenpulse(sandbox.folder, ['import', 'good.jsonl']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('Imported a: Every 5 minutes, UTC\n');
});

it('refuses a second row of a job in the file, and takes the first', async () => {
  const row = (value: number) => ({
    model: 'zenpulse_scheduler.scheduleconfig',
    fields: { job_key: 'a', interval_value: value },
  });
  await sandbox.write('twice.json', JSON.stringify([row(1), row(2)]));
  const { code, stdout } = await zenpulse(sandbox.folder, ['import', 'twice.json']);
  expect(code).toBe(1);
  expect(stdout).toContain(
    'Refused a (row 2)\n    job_key: expected a key of its own, got that of row 1 again\n',
  );
  expect(await scheduleOf('a')).toMatchObject({ intervalValue: 1 });
});

it('refuses a file that is none, and a zone that is none, in one line', async () => {
  expect(await refusalOf(sandbox.folder, ['import', 'nowhere.json'])).toBe('there is no file nowhere.json');
  await sandbox.write('dump.xml', '<?xml version="1.0"?>\n<django-objects/>');
  expect(await refusalOf(sandbox.folder, ['import', 'dump.xml'])).toMatch(
    /^dump\.xml: expected the JSON of "zenpulse export" or of "manage\.py dumpdata", got "<\?xml/,
  );
  expect(await refusalOf(sandbox.folder, ['import', 'dump.json', '--timezone', 'Dhaka'])).toBe(
    '--timezone: expected an IANA time zone such as "Europe/Berlin", got "Dhaka"',
  );
});
