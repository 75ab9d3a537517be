import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorBody, SchedulePage } from '@zenpulse/contract';
import { createdSchedule, cronBody, intervalBody } from './samples.ts';
import { errorOf, startAdmin, type RunningAdmin } from './start-admin.ts';

let admin: RunningAdmin;
let before: SchedulePage;
let id: string;
beforeAll(async () => {
  admin = await startAdmin();
  id = (await createdSchedule(admin, intervalBody('already-there'))).id;
  before = (await admin.get('/api/schedules')).json() as SchedulePage;
});
afterAll(() => admin.close());

/** Sends raw JSON that must be rejected: nothing may be stored or changed. */
async function refused(text: string): Promise<ErrorBody['error']> {
  const headers = { 'content-type': 'application/json' };
  const answer = await admin.send({ method: 'POST', path: '/api/schedules', headers, body: text });
  if (answer.status === 201) await admin.delete(`/api/schedules/${(answer.json() as { id: string }).id}`);
  expect(answer.status).toBe(422);
  await nothingChanged();
  return errorOf(answer);
}

async function nothingChanged(): Promise<void> {
  const after = (await admin.get('/api/schedules')).json() as SchedulePage;
  const still = ({ items }: SchedulePage) => items.map((item) => ({ ...item, nextRunAt: 'moves on' }));
  expect([after.total, still(after)]).toEqual([before.total, still(before)]);
}

const lone = (text: string) => JSON.parse(`"${text}"`) as unknown;

const INTERVAL_VALUES: readonly [string, string, RegExp][] = [
  ['0', 'intervalValue', /^expected a whole number from 1, got 0$/],
  ['-5', 'intervalValue', /^expected a whole number from 1, got -5$/],
  ['1e309', 'intervalValue', /^expected a whole number from 1, got Infinity$/],
  ['-1e309', 'intervalValue', /^expected a whole number from 1, got -Infinity$/],
  ['"5"', 'intervalValue', /^expected a whole number from 1, got "5"$/],
  ['1.5', 'intervalValue', /^expected a whole number from 1, got 1\.5$/],
  ['31622401', 'intervalValue', /^expected at most 366 days, got 31622401( seconds)?$/],
  ['1e15', 'intervalValue', /^expected at most 366 days, got 1000000000000000( seconds)?$/],
  ['true', 'intervalValue', /^expected a whole number from 1, got true$/],
  ['[5]', 'intervalValue', /^expected a whole number from 1, got \[5\]$/],
  ['{}', 'intervalValue', /^expected a whole number from 1, got \{\}$/],
  ['null', 'intervalValue', /^expected a whole number from 1, got nothing$/],
];

const FIELDS: readonly [string, unknown, RegExp][] = [
  ['jobKey', '', /^expected a job key of 1 to 255 printable characters, got ""$/],
  ['jobKey', ' ', /^expected a job key .*, got " "$/],
  ['jobKey', ' padded', /^expected a job key .*, got " padded"$/],
  ['jobKey', 7, /^expected a job key .*, got 7$/],
  ['jobKey', null, /^expected a job key .*, got null$/],
  ['jobKey', ['a'], /^expected a job key .*, got \["a"\]$/],
  ['jobKey', 'nul\u0000', /^expected a job key .*, got "nul\\u0000"$/],
  ['jobKey', 'two\nlines', /^expected a job key .*, got "two\\nlines"$/],
  ['jobKey', lone('\\ud800'), /^expected a job key .*, got "\\ud800"$/],
  ['jobKey', lone('a\\udfffb'), /^expected a job key .*, got "a\\udfffb"$/],
  ['variant', lone('\\ud83d'), /^expected a variant .*, got "\\ud83d"$/],
  ['enabled', 'true', /^expected true or false, got "true"$/],
  ['enabled', 1, /^expected true or false, got 1$/],
  ['enabled', null, /^expected true or false, got null$/],
  ['triggerType', 'sometimes', /^expected "interval" or "cron", got "sometimes"$/],
  ['triggerType', 'Interval', /^expected "interval" or "cron", got "Interval"$/],
  ['triggerType', 'constructor', /^expected "interval" or "cron", got "constructor"$/],
  ['intervalUnit', 'fortnights', /^expected "seconds", .*, got "fortnights"$/],
  ['intervalUnit', null, /^expected "seconds", .*, got nothing$/],
  ['timezone', 'Mars/Olympus', /^expected an IANA time zone .*, got "Mars\/Olympus"$/],
  ['timezone', '+01:00', /^expected an IANA time zone .*, got "\+01:00"$/],
  ['timezone', '', /^expected an IANA time zone .*, got ""$/],
  ['timezone', null, /^expected an IANA time zone .*, got null$/],
  ['timezone', 'UTC\u0000', /^expected an IANA time zone .*, got "UTC\\u0000"$/],
  ['maxInstances', 0, /^expected a whole number from 1 to 1000, got 0$/],
  ['maxInstances', 1001, /^expected a whole number from 1 to 1000, got 1001$/],
  ['coalesce', 'no', /^expected true or false, got "no"$/],
  ['misfireGraceTime', 0, /^expected whole seconds from 1 .*, got 0$/],
  ['misfireGraceTime', '60', /^expected whole seconds from 1 .*, got "60"$/],
  ['logPolicy', 'some', /^expected "none", "failures" or "all", got "some"$/],
  ['timeoutSeconds', -1, /^expected whole seconds from 1 .*, got -1$/],
  ['maxRetries', 101, /^expected a whole number from 0 to 100, got 101$/],
  ['params', null, /^expected a JSON object, got null$/],
  ['params', [], /^expected a JSON object, got \[\]$/],
  ['params', '{}', /^expected a JSON object, got "\{\}"$/],
  ['onAmbiguous', 'ask', /^expected "skip" or "run", got "ask"$/],
];

const CRON_FIELDS: readonly [string, unknown, RegExp][] = [
  ['cronMinute', '60', /^Use 0–59.*; got "60"/],
  ['cronMinute', '60 * * * *', /^Use 0–59.*; got "60 \* \* \* \*"/],
  ['cronMinute', '*/0', /^Use 0–59.*; got "\*\/0"/],
  ['cronMinute', '', /^Use 0–59.*; got ""/],
  ['cronMinute', '-1', /^Use 0–59.*; got "-1"/],
  ['cronMinute', '5-1', /^Use 0–59.*; got "5-1"/],
  ['cronMinute', 'abc', /^Use 0–59.*; got "abc"/],
  ['cronMinute', '@hourly', /^Use 0–59.*; got "@hourly"/],
  ['cronMinute', 5, /^expected text such as "\*" or "\*\/15", got 5$/],
  ['cronMinute', null, /^expected text such as .*, got null$/],
  ['cronHour', '24', /^Use 0–23.*; got "24"/],
  ['cronDay', '0', /^Use 1–31.*; got "0"/],
  ['cronDay', '32', /^Use 1–31.*; got "32"/],
  ['cronDay', '?', /^Use 1–31.*; got "\?"/],
  ['cronMonth', '13', /^Use 1–12.*; got "13"/],
  ['cronMonth', 'smarch', /^Use 1–12.*; got "smarch"/],
  ['cronDayOfWeek', '8', /^Use 0–6.*; got "8"/],
];

describe('what a newcomer types into a new schedule', () => {
  it.each(INTERVAL_VALUES)('an interval of %s is refused by name', async (value, path, message) => {
    const error = await refused(
      `{"jobKey":"new","triggerType":"interval","intervalUnit":"seconds","intervalValue":${value}}`,
    );
    expect(error).toMatchObject({ code: 'validation_failed', message: expect.stringContaining(`${path}: `) });
    expect(error.issues).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  it.each([
    [366, 'days', 1],
    [53, 'weeks', 0],
    [8_785, 'hours', 0],
  ])('takes at most 366 days: %d %s and %d more', async (value, intervalUnit, more) => {
    const body = intervalBody('new', { intervalValue: value + more, intervalUnit });
    const { issues } = await refused(JSON.stringify(body));
    expect(issues).toEqual([
      { path: 'intervalValue', message: `expected at most 366 days, got ${value + more} ${intervalUnit}` },
    ]);
  });

  it.each(FIELDS)('refuses %s: %j', async (path, value, message) => {
    const { code, issues } = await refused(JSON.stringify(intervalBody('new', { [path]: value })));
    expect(code).toBe('validation_failed');
    expect(issues).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  it.each(CRON_FIELDS)('refuses %s: %j', async (path, value, message) => {
    const { issues } = await refused(JSON.stringify(cronBody('new', { [path]: value })));
    expect(issues).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  it.each([
    ['a job key of 256 characters', 'jobKey', 'k'.repeat(256), /^expected a job key .*, got "k+…$/],
    ['a variant of 65', 'variant', 'v'.repeat(65), /^expected a variant of at most 64 .*, got "v+…$/],
    ['a cron field of 121', 'cronMinute', `1${',1'.repeat(60)}`, /^Use at most 120 characters; got 121$/],
    ['params of 17,000', 'params', { a: 'x'.repeat(17_000) }, /^expected at most 16384 characters of JSON/],
  ])('refuses %s', async (_what, path, value, message) => {
    const { issues } = await refused(JSON.stringify(cronBody('new', { [path]: value })));
    expect(issues).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  it.each([
    [{ cronDay: '31', cronMonth: '2' }],
    [{ cronDay: '30', cronMonth: 'feb' }],
    [{ cronDay: '31', cronMonth: '4,6,9,11' }],
  ])('refuses a date that never comes: %j', async (days) => {
    const { issues } = await refused(JSON.stringify(cronBody('new', { cronDayOfWeek: '*', ...days })));
    expect(issues).toEqual([
      { path: 'cronDay', message: expect.stringMatching(/^expected days that exist: no date has day/) },
    ]);
  });

  it('names every field that is wrong at once', async () => {
    const { issues } = await refused('{"intervalValue":0,"timezone":"x","typo":1}');
    expect(issues?.map(({ path }) => path).sort()).toEqual([
      'intervalValue',
      'jobKey',
      'timezone',
      'triggerType',
      'typo',
    ]);
  });
});

describe('fields that a body may not have', () => {
  const NAMES = [
    'id',
    'version',
    'anchorAt',
    'effectiveFrom',
    'createdAt',
    'updatedAt',
    'nextRunAt',
    'lastRun',
    'JobKey',
    'job_key',
    'constructor',
    'toString',
    'prototype',
    '',
  ];

  it.each(NAMES)('refuses %j in POST', async (name) => {
    const { issues } = await refused(JSON.stringify({ ...intervalBody('new'), [name]: 1 }));
    expect(issues).toEqual([{ path: name, message: 'unknown field' }]);
  });

  it.each(NAMES.filter((name) => name !== 'version'))('refuses %j in PATCH', async (name) => {
    const answer = await admin.patch(`/api/schedules/${id}`, { version: 1, [name]: 1 });
    expect(answer.status).toBe(422);
    expect(errorOf(answer).issues).toEqual([{ path: name, message: 'unknown field' }]);
    await nothingChanged();
  });

  it.each(['"1"', '1.5', 'null', '1e309', '[1]', 'true'])('refuses %s as version', async (version) => {
    const answer = await admin.send({
      method: 'PATCH',
      path: `/api/schedules/${id}`,
      headers: { 'content-type': 'application/json' },
      body: `{"version":${version},"enabled":false}`,
    });
    expect(answer.status).toBe(422);
    expect(errorOf(answer).issues).toEqual([
      { path: 'version', message: expect.stringMatching(/^expected (the version|a whole number).*, got /) },
    ]);
    await nothingChanged();
  });
});

describe('a prototype in disguise', () => {
  it.each(['{"isAdmin":true}', 'null', '1', '[]'])(
    'refuses "__proto__": %s as an unknown field',
    async (value) => {
      const { issues } = await refused(`{"jobKey":"new","triggerType":"cron","__proto__":${value}}`);
      expect(issues).toEqual([{ path: '__proto__', message: 'unknown field' }]);
      expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    },
  );

  it('keeps the names of params as plain data', async () => {
    const params = '{"constructor":{"prototype":{"isAdmin":true}},"toString":1,"hasOwnProperty":null}';
    const answer = await admin.send({
      method: 'POST',
      path: '/api/schedules',
      headers: { 'content-type': 'application/json' },
      body: `{"jobKey":"params","triggerType":"cron","params":${params}}`,
    });
    expect(answer.status).toBe(201);
    const created = answer.json() as { id: string; params: unknown };
    expect(JSON.stringify(created.params)).toBe(params);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    await admin.delete(`/api/schedules/${created.id}`);
  });
});
