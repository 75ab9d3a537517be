import { describe, expect, it } from 'vitest';
import { inputIssues } from './expected.ts';
import {
  completeSchedule,
  SCHEDULE_DEFAULTS,
  scheduleDraft,
  scheduleEdit,
  schedulePatch,
} from './schedule-input.ts';
import { visibleText } from './visible-text.ts';

const draft = scheduleDraft('Europe/Berlin');
const every = { jobKey: 'a', triggerType: 'interval', intervalValue: 5, intervalUnit: 'minutes' };
const cron = { jobKey: 'a', triggerType: 'cron' };

const issuesOf = (input: unknown) => {
  const parsed = draft.safeParse(input);
  return parsed.success ? [] : inputIssues(parsed.error);
};

describe('a new schedule', () => {
  it('gets every default, and the configured zone', () => {
    expect(draft.parse(every)).toEqual({
      ...every,
      variant: '',
      enabled: true,
      cronMinute: '*',
      cronHour: '*',
      cronDay: '*',
      cronMonth: '*',
      cronDayOfWeek: '*',
      timezone: 'Europe/Berlin',
      maxInstances: 1,
      coalesce: true,
      misfireGraceTime: 60,
      logPolicy: 'failures',
      timeoutSeconds: null,
      maxRetries: 0,
      params: {},
      onAmbiguous: 'skip',
      note: null,
      pausedUntil: null,
      pauseReason: null,
      owner: null,
      runbookUrl: null,
      blackouts: null,
    });
  });

  it('replaces a default by a given value; undefined counts as not given', () => {
    const said = { ...every, timezone: 'Asia/Dhaka', misfireGraceTime: null, coalesce: undefined };
    expect(draft.parse(said)).toMatchObject({
      timezone: 'Asia/Dhaka',
      misfireGraceTime: null,
      coalesce: true,
    });
  });

  it('leaves the input as it was', () => {
    const input = Object.freeze({ ...every });
    draft.parse(input);
    expect(Object.keys(input)).toEqual(Object.keys(every));
  });

  it.each<[string, unknown, string]>([
    ['an empty key', { ...every, jobKey: '' }, 'jobKey'],
    ['a key of blanks', { ...every, jobKey: ' a' }, 'jobKey'],
    ['a key with a line break', { ...every, jobKey: 'a\nb' }, 'jobKey'],
    ['a key of 256 characters', { ...every, jobKey: 'k'.repeat(256) }, 'jobKey'],
    ['a key that is no text', { ...every, jobKey: 7 }, 'jobKey'],
    ['no key', { triggerType: 'cron' }, 'jobKey'],
    ['no trigger', { jobKey: 'a' }, 'triggerType'],
    ['another trigger', { ...every, triggerType: 'date' }, 'triggerType'],
    ['an interval of 0', { ...every, intervalValue: 0 }, 'intervalValue'],
    ['an interval of -5', { ...every, intervalValue: -5 }, 'intervalValue'],
    ['an interval of 1e309', { ...every, intervalValue: 1e309 }, 'intervalValue'],
    ['an interval of NaN', { ...every, intervalValue: Number.NaN }, 'intervalValue'],
    ['an interval of 1.5', { ...every, intervalValue: 1.5 }, 'intervalValue'],
    ['an interval of "5"', { ...every, intervalValue: '5' }, 'intervalValue'],
    ['an interval without a value', { ...every, intervalValue: undefined }, 'intervalValue'],
    ['an interval without a unit', { ...every, intervalUnit: null }, 'intervalUnit'],
    ['an unknown unit', { ...every, intervalUnit: 'months' }, 'intervalUnit'],
    ['367 days', { ...every, intervalValue: 367, intervalUnit: 'days' }, 'intervalValue'],
    ['minute 60', { ...cron, cronMinute: '60' }, 'cronMinute'],
    ['a whole cron in one field', { ...cron, cronMinute: '*/5 * * * *' }, 'cronMinute'],
    ['hour 24', { ...cron, cronHour: '24' }, 'cronHour'],
    ['an empty field', { ...cron, cronDay: '' }, 'cronDay'],
    ['an empty month', { ...cron, cronMonth: '' }, 'cronMonth'],
    ['day of week 8', { ...cron, cronDayOfWeek: '8' }, 'cronDayOfWeek'],
    ['a field that is no text', { ...cron, cronDay: 5 }, 'cronDay'],
    ['31 February', { ...cron, cronDay: '31', cronMonth: 'feb' }, 'cronDay'],
    ['an unknown zone', { ...every, timezone: 'Mars/Olympus' }, 'timezone'],
    ['an offset as a zone', { ...every, timezone: '+01:00' }, 'timezone'],
    ['a zone of null', { ...every, timezone: null }, 'timezone'],
    ['no instance at all', { ...every, maxInstances: 0 }, 'maxInstances'],
    ['a grace of 0', { ...every, misfireGraceTime: 0 }, 'misfireGraceTime'],
    ['an unknown policy', { ...every, logPolicy: 'some' }, 'logPolicy'],
    ['a timeout of 0', { ...every, timeoutSeconds: 0 }, 'timeoutSeconds'],
    ['a timeout of eight days', { ...every, timeoutSeconds: 8 * 86_400 }, 'timeoutSeconds'],
    ['101 retries', { ...every, maxRetries: 101 }, 'maxRetries'],
    ['params that are a list', { ...every, params: [1] }, 'params'],
    ['params that are text', { ...every, params: '{}' }, 'params'],
    ['params of 20 KB', { ...every, params: { text: 'x'.repeat(20_000) } }, 'params'],
    [
      'params within params within 201 others',
      { ...every, params: nested(201) },
      `params${'.a'.repeat(200)}`,
    ],
    ['enabled as 1', { ...every, enabled: 1 }, 'enabled'],
    ['a note of 501 characters', { ...every, note: 'n'.repeat(501) }, 'note'],
    ['a note with a control character', { ...every, note: 'a\u0007b' }, 'note'],
    ['a note that is no text', { ...every, note: 7 }, 'note'],
    ['a pause without an instant', { ...every, pausedUntil: 'tomorrow' }, 'pausedUntil'],
    ['a pause until a day without a time', { ...every, pausedUntil: '2026-01-31' }, 'pausedUntil'],
    ['a pause until the year 999', { ...every, pausedUntil: '0999-12-31T00:00:00Z' }, 'pausedUntil'],
    ['a reason of 501 characters', { ...every, pauseReason: 'n'.repeat(501) }, 'pauseReason'],
    ['an owner of 256 characters', { ...every, owner: 'n'.repeat(256) }, 'owner'],
    ['an owner of two lines', { ...every, owner: 'a\nb' }, 'owner'],
    [
      'an address of 2,001 characters',
      { ...every, runbookUrl: `https://a/${'b'.repeat(1991)}` },
      'runbookUrl',
    ],
    ['an address of another scheme', { ...every, runbookUrl: 'javascript:alert(1)' }, 'runbookUrl'],
    ['a file', { ...every, runbookUrl: 'file:///etc/passwd' }, 'runbookUrl'],
    ['an address with a blank', { ...every, runbookUrl: 'https://a b' }, 'runbookUrl'],
    ['an address without a host', { ...every, runbookUrl: 'https://' }, 'runbookUrl'],
    ['blackouts as text', { ...every, blackouts: 'month-end' }, 'blackouts'],
    ['a blackout with a blank', { ...every, blackouts: ['month end'] }, 'blackouts.0'],
    ['21 blackouts', { ...every, blackouts: Array.from({ length: 21 }, (_, i) => `b${i}`) }, 'blackouts'],
  ])('refuses %s, names the field and says what was expected', (_what, input, path) => {
    const issues = issuesOf(input);
    expect(new Set(issues.map((issue) => issue.path))).toEqual(new Set([path]));
    for (const { message } of issues) expect(message).toMatch(/^(?:expected|Use) .+/);
  });

  it('refuses an unknown field by its name', () => {
    expect(issuesOf({ ...every, intervall: 5 })).toEqual([{ path: 'intervall', message: 'unknown field' }]);
  });

  it.each([
    'id',
    'version',
    'anchorAt',
    'effectiveFrom',
    'pausedFrom',
    'exceptions',
    'createdAt',
    'updatedAt',
  ])('refuses %s, which is the store’s own', (name) => {
    expect(issuesOf({ ...every, [name]: 1 })).toEqual([{ path: name, message: 'unknown field' }]);
  });

  it.each([null, [], 'text', 7, undefined])('refuses %j as a whole', (input) => {
    expect(issuesOf(input)[0]?.message).toMatch(/^expected a JSON object, got /);
  });

  it('reports several fields at once', () => {
    const issues = issuesOf({ ...every, maxInstances: 0, timezone: 'X' });
    expect(issues.map(({ path }) => path).sort()).toEqual(['maxInstances', 'timezone']);
  });

  it.each([
    { ...every, intervalValue: 366, intervalUnit: 'days' },
    { ...every, intervalValue: 1, intervalUnit: 'seconds' },
    { ...cron, cronDay: '29', cronMonth: '2', cronDayOfWeek: 'mon' },
    { ...every, jobKey: '日本.job 😀' },
    { ...every, params: { nested: { list: [1, null, 'x'] } } },
    { ...every, params: nested(199) },
    { ...every, note: ` ${'n'.repeat(500)}\n` },
  ])('takes the edge of what is allowed: %j', (input) => {
    expect(issuesOf(input)).toEqual([]);
  });
});

describe('a change of a schedule', () => {
  it('takes any fields with the version they were read at', () => {
    expect(schedulePatch.parse({ version: 3, enabled: false })).toEqual({ version: 3, enabled: false });
    expect(schedulePatch.safeParse({ enabled: false }).success).toBe(false);
    expect(schedulePatch.safeParse({ version: 3, anchorAt: 1 }).success).toBe(false);
  });

  it('adds no defaults: what is absent stays', () => {
    expect(Object.keys(schedulePatch.parse({ version: 1 }))).toEqual(['version']);
  });
});

describe('a note', () => {
  it.each([
    ['  Ann asked for it\n', 'Ann asked for it'],
    ['first line\r\n\tsecond line', 'first line\n\tsecond line'],
    [' \n ', null],
    ['', null],
    [null, null],
  ])('of %j is %j, in a new schedule, in a change and in a row', (note, kept) => {
    expect(draft.parse({ ...every, note })).toMatchObject({ note: kept });
    expect(schedulePatch.parse({ version: 1, note })).toEqual({ version: 1, note: kept });
    expect(completeSchedule.parse({ ...SCHEDULE_DEFAULTS, ...cron, timezone: 'UTC', note })).toMatchObject({
      note: kept,
    });
  });
});

describe('a pause', () => {
  it('is kept in UTC, and its reason goes with it', () => {
    const paused = { ...every, pausedUntil: '2026-03-01T09:30:00+01:00', pauseReason: ' a deploy ' };
    expect(draft.parse(paused)).toMatchObject({
      pausedUntil: '2026-03-01T08:30:00.000Z',
      pauseReason: 'a deploy',
    });
    expect(draft.parse({ ...paused, pausedUntil: null })).toMatchObject({
      pausedUntil: null,
      pauseReason: null,
    });
  });
});

it('takes each blackout once, none for null, and empty texts for none', () => {
  expect(draft.parse({ ...every, blackouts: ['a', 'b', 'a'] })).toMatchObject({ blackouts: ['a', 'b'] });
  expect(draft.parse({ ...every, blackouts: [], owner: ' ', runbookUrl: '' })).toMatchObject({
    blackouts: null,
    owner: null,
    runbookUrl: null,
  });
  const runbookUrl = ' HTTP://wiki.example.com/ä?b=1#c ';
  expect(draft.parse({ ...every, runbookUrl })).toMatchObject({ runbookUrl: runbookUrl.trim() });
});

/** An object with this many levels of nesting. */
function nested(depth: number): object {
  return depth === 0 ? {} : { a: nested(depth - 1) };
}

describe('a text with invisible characters', () => {
  const invisible = ['pay\u202ement', 'pay\u200bment', 'pay\ufeffment', 'pay\u2066ment', 'payment\u00ad'];

  it.each(invisible)('is refused in a new schedule and in a change, and shown as it is: %j', (name) => {
    const draft = { jobKey: 'a', triggerType: 'cron', pausedUntil: '2100-01-01T00:00:00Z' };
    for (const [field, what] of [
      ['jobKey', 'a job key'],
      ['variant', 'a variant'],
      ['note', 'a note'],
      ['pauseReason', 'a reason'],
      ['owner', 'an owner'],
    ] as const) {
      for (const rule of [scheduleDraft('UTC'), schedulePatch]) {
        const input = rule === schedulePatch ? { version: 1, [field]: name } : { ...draft, [field]: name };
        const { error } = rule.safeParse(input);
        expect(error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
          [field, `expected ${what} without invisible characters, got ${visibleText(JSON.stringify(name))}`],
        ]);
      }
    }
  });

  it('of a schedule that has it already stays, so that its other fields can be changed', () => {
    const before = { ...SCHEDULE_DEFAULTS, jobKey: 'pay\u202ement', triggerType: 'cron', timezone: 'UTC' };
    expect(completeSchedule.safeParse(before).success).toBe(true);
    const edit = scheduleEdit(before);
    expect(edit.safeParse({ ...before, maxRetries: 2 }).success).toBe(true);
    expect(edit.safeParse({ ...before, note: 'a\u202eb' }).error?.issues.map(({ path }) => path)).toEqual([
      ['note'],
    ]);
  });
});
