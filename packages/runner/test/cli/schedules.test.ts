import { BY_TEST } from '@zenpulse/core/testing';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { SCHEDULE_DEFAULTS } from '@zenpulse/core/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fields } from '../fields.ts';
import { createSandbox, eventually, zenpulseUrl, type Sandbox } from '../sandbox.ts';
import { answerOf, refusalOf, zenpulse } from './zenpulse.ts';

interface Item {
  readonly id: string;
  readonly jobKey: string;
  readonly variant: string;
  readonly version: number;
  readonly [field: string]: unknown;
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox();
});
afterAll(() => sandbox.close());

const schedules = <T = Item>(...args: string[]) => answerOf<T>(sandbox.folder, ['schedules', ...args]);
const refused = (...args: string[]) => refusalOf(sandbox.folder, ['schedules', ...args]);
const said = (...args: string[]) => zenpulse(sandbox.folder, ['schedules', ...args]);

describe('zenpulse schedules', () => {
  it('lives a life: add, list, set, disable, enable, remove', async () => {
    const none = await said();
    expect(none.stdout).toMatch(/^There is no schedule in SQLite \/.*zenpulse\.db\.\n$/);
    expect(none.stderr).toMatch(/^note: there is no database yet at SQLite \/.*zenpulse\.db\n$/);

    const added = await schedules(
      'add',
      'report',
      '--cron',
      '30 8 * * mon-fri',
      '--timezone',
      'Europe/Berlin',
    );
    expect(added).toMatchObject({
      ...SCHEDULE_DEFAULTS,
      jobKey: 'report',
      triggerType: 'cron',
      cronMinute: '30',
      cronHour: '8',
      cronDayOfWeek: 'mon-fri',
      timezone: 'Europe/Berlin',
      version: 1,
      anchorAt: expect.stringMatching(ISO),
      nextRunAt: expect.stringMatching(ISO),
      lastRun: null,
      registered: null,
      description: 'At 08:30, Monday through Friday',
      problems: [],
    });
    expect(await schedules<Item[]>('list')).toEqual([{ ...added, recent: undefined }]);
    expect((await said()).stdout).toMatch(
      /^JOB +VARIANT +ON +WHEN +ZONE +NEXT RUN +LAST RESULT\nreport +- +on +At 08:30, Monday through Friday +Europe\/Berlin +\w{3} \S+ 08:30:00 \+0[12]:00 +-\n$/,
    );

    const set = await schedules(
      'set',
      'report',
      '--every',
      '90 seconds',
      '--no-coalesce',
      '--misfire-grace',
      'none',
    );
    expect(set).toMatchObject({
      id: added.id,
      version: 2,
      triggerType: 'interval',
      intervalValue: 90,
      intervalUnit: 'seconds',
      coalesce: false,
      misfireGraceTime: null,
      timezone: 'Europe/Berlin',
    });

    const again = await said('set', 'report', '--every', '90 seconds');
    expect(again.stdout).toMatch(/^Unchanged report: Every 90 seconds; /);
    expect(await schedules('enable', 'report')).toMatchObject({ version: 2 });

    expect(await schedules('disable', added.id)).toMatchObject({ enabled: false, nextRunAt: null });
    expect((await said('enable', 'report')).stdout).toMatch(
      /^Enabled report: Every 90 seconds; next run .* Europe\/Berlin\n$/,
    );

    expect(await refused('remove', 'report')).toBe('expected --yes, because there is no terminal to ask on');
    const removed = await schedules('remove', 'report', '--yes');
    expect(removed).toEqual({ id: added.id, jobKey: 'report', variant: '' });
    expect(await refused('remove', 'report', '--yes')).toMatch(
      /^there is no schedule "report" .*there are none yet$/,
    );
  });

  it('has a flag for every field', async () => {
    const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString();
    const flags = [
      ['--variant', 'eu', '--every', '1 hour', '--timezone', 'Asia/Dhaka', '--max-instances', '3'],
      [
        '--no-coalesce',
        '--misfire-grace',
        '5',
        '--log-policy',
        'all',
        '--timeout',
        '60',
        '--max-retries',
        '2',
      ],
      ['--params', '{"a":[1,null]}', '--on-ambiguous', 'run', '--note', 'Ann asked for it', '--disabled'],
      ['--paused-until', inAMonth, '--pause-reason', 'a deploy', '--owner', 'Ann'],
      ['--runbook-url', 'https://wiki.example.com/full', '--blackouts', 'month-end, holidays'],
    ].flat();
    const { calendar } = await sandbox.backend();
    const dates = [{ from: '2031-12-24T00:00', to: '2031-12-27T00:00' }];
    for (const name of ['month-end', 'holidays'])
      await calendar.putBlackout({ name, definition: { timezone: 'UTC', dates, weekly: [] } });
    expect(await schedules('add', 'full', ...flags)).toMatchObject({
      jobKey: 'full',
      variant: 'eu',
      enabled: false,
      triggerType: 'interval',
      intervalValue: 1,
      intervalUnit: 'hours',
      timezone: 'Asia/Dhaka',
      maxInstances: 3,
      coalesce: false,
      misfireGraceTime: 5,
      logPolicy: 'all',
      timeoutSeconds: 60,
      maxRetries: 2,
      params: { a: [1, null] },
      onAmbiguous: 'run',
      note: 'Ann asked for it',
      pausedUntil: inAMonth,
      pauseReason: 'a deploy',
      owner: 'Ann',
      runbookUrl: 'https://wiki.example.com/full',
      blackouts: ['month-end', 'holidays'],
    });
    const away = ['--paused-until', 'none', '--owner', '', '--runbook-url', '', '--blackouts', 'none'];
    expect(await schedules('set', 'full', ...away)).toMatchObject({
      pausedUntil: null,
      pauseReason: null,
      owner: null,
      runbookUrl: null,
      blackouts: null,
    });
    const back = ['--coalesce', '--timeout', 'none', '--enabled', '--params', '{}', '--note', ''];
    expect(await schedules('set', 'full', ...back)).toMatchObject({
      enabled: true,
      coalesce: true,
      timeoutSeconds: null,
      params: {},
      maxRetries: 2,
      note: null,
    });
  });

  it('distinguishes variants and asks which one where it must', async () => {
    const backend = await sandbox.backend();
    await backend.schedules.create(fields({ jobKey: 'two', variant: 'eu' }), BY_TEST);
    await backend.schedules.create(fields({ jobKey: 'two', variant: 'us' }), BY_TEST);
    expect(await refused('disable', 'two')).toBe(
      'two has several schedules: expected --variant "eu" or "us"',
    );
    expect(await refused('disable', 'two', '--variant', 'asia')).toBe(
      '--variant: expected "eu" or "us" for two, got "asia"',
    );
    expect(await schedules('disable', 'two', '--variant', 'us')).toMatchObject({
      variant: 'us',
      enabled: false,
    });
    await backend.schedules.create(fields({ jobKey: 'two' }), BY_TEST);
    expect(await schedules('disable', 'two')).toMatchObject({ variant: '', enabled: false });
    expect(await refused('add', 'two', '--every', '1 hour')).toBe('the job "two" has a schedule already');
  });

  it('lists and repairs a row that was damaged by hand', async () => {
    const backend = await sandbox.backend();
    const { id } = await backend.schedules.create(fields({ jobKey: 'hurt' }), BY_TEST);
    const sql = createClient({ url: `file:${join(sandbox.folder, 'zenpulse.db')}` });
    await sql.execute({
      sql: "UPDATE zenpulse_schedule_config SET timezone = 'Mars' WHERE id = ?",
      args: [id],
    });
    sql.close();
    const [listed] = await schedules<Item[]>('list', '--search', 'hurt');
    expect(listed).toMatchObject({ id, timezone: 'Mars', nextRunAt: null, problems: [{ path: 'timezone' }] });
    const { stdout } = await said('list', '--search', 'hurt');
    expect(stdout).toMatch(/Damaged: it does not run \(timezone: expected an IANA time zone/);
    expect(await refused('set', 'hurt', '--max-retries', '1')).toMatch(/^--timezone: expected an IANA/);
    expect(await refusalOf(sandbox.folder, ['next', 'hurt'])).toMatch(
      /^hurt is damaged and does not run: --timezone/,
    );
    expect(await schedules('set', 'hurt', '--timezone', 'UTC')).toMatchObject({
      problems: [],
      timezone: 'UTC',
    });
  });
});

describe.concurrent('zenpulse schedules warns of', () => {
  it('what is allowed but surprising', async () => {
    const { code, stderr } = await said('add', 'leap', '--cron', '0 0 29 2 mon');
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^warning: The next run is more than eight years away: .*\nwarning: Day of month and/,
    );
  });
});

describe.concurrent('zenpulse schedules refuses', () => {
  const every = ['--every', '1 hour'];
  it.each<[string, string[], RegExp]>([
    [
      'a command that does not exist',
      ['remvoe', 'x'],
      /^expected list, add, set, enable, disable or remove, got "remvoe"$/,
    ],
    ['a new schedule without a trigger', ['add', 'x'], /^expected --cron .* or --every/],
    [
      'a job key that is none',
      ['add', ' ', ...every],
      /^job key: expected a job key of 1 to 255 printable characters/,
    ],
    ['no job key', ['add', ...every], /^missing required argument 'jobKey'$/],
    [
      'every bad value, each by its flag',
      [
        'add',
        'x',
        ...every,
        '--max-instances',
        'many',
        '--timeout',
        '0',
        '--misfire-grace',
        '1.5',
        '--log-policy',
        'most',
        '--on-ambiguous',
        'maybe',
      ],
      /^(?=.*--max-instances: expected a whole number from 1 to 1000, got "many")(?=.*--timeout: .* or "none" for no timeout, got 0)(?=.*--misfire-grace: .* or "none" for no limit, got 1\.5)(?=.*--log-policy: expected "none", "failures" or "all", got "most")(?=.*--on-ambiguous: expected "skip" or "run")/,
    ],
    [
      'parameters that are no JSON',
      ['add', 'x', ...every, '--params', '{a'],
      /^--params: expected a JSON object, got "\{a"$/,
    ],
    [
      'parameters that are no object',
      ['add', 'x', ...every, '--params', '[1]'],
      /^--params: expected a JSON object, got \[1\]$/,
    ],
    ['a change of nothing', ['set', 'x'], /^expected a flag that says what to change/],
    [
      'on and off at once',
      ['set', 'x', '--enabled', '--disabled'],
      /'--disabled' cannot be used with option '--enabled'/,
    ],
    ['a database it does not know', ['list', '--database', 'oracle://x'], /^database: expected .*oracle/],
  ])('%s', async (_what, args, message) => {
    expect(await refused(...args)).toMatch(message);
  });

  it('a file that is no database', async () => {
    const file = join(sandbox.folder, 'text.db');
    await writeFile(file, 'hello '.repeat(100));
    expect(await refused('list', '--database', `file:${file}`)).toMatch(
      /^database: SQLite .*text\.db cannot be opened: .*not a database/,
    );
    await rm(file);
  });
});

it('begins where the job’s code says, as a running runner reports it', async () => {
  const own = await createSandbox();
  try {
    await own.write(
      'jobs.mjs',
      `import { zenpulseJob } from '${zenpulseUrl}';
zenpulseJob('report', { maxInstances: 5, logPolicy: 'all', params: { a: 1 } }, () => {});`,
    );
    own.run();
    const backend = await own.backend();
    const look = async () => (await backend.runners.list())[0]?.jobs.length === 1;
    await eventually(look, 'the report of the runner');
    const { stdout, stderr, code } = await zenpulse(own.folder, [
      'schedules',
      'add',
      'report',
      '--every',
      '1 hour',
      '--log-policy',
      'none',
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ maxInstances: 5, logPolicy: 'none', params: { a: 1 } });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'note: by the job\'s code, maxInstances is 5, params is {"a":1}\n',
    });
  } finally {
    await own.close();
  }
});
