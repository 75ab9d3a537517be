import { readFileSync } from 'node:fs';
import { nextOccurrences, scheduleDraft } from '@zenpulse/core/domain';
import { describe, expect, it } from 'vitest';
import { translateCron, type OriginalCron } from './translate-cron.ts';

const ANY: OriginalCron = {
  cron_minute: '*',
  cron_hour: '*',
  cron_day: '*',
  cron_month: '*',
  cron_day_of_week: '*',
};

/** The five fields, and when APScheduler 3.11.3 fired from 2026-01-01 on, in UTC; null if it rejected the cron. */
const FIRED = JSON.parse(
  readFileSync(new URL('fixtures/original-crons.json', import.meta.url), 'utf8'),
) as readonly (readonly [fields: string, fires: string | null])[];

describe('a translated cron fires when the original fired, or is refused', () => {
  it.each(FIRED)('%s', (text, fires) => {
    const [cron_minute = '', cron_hour = '', cron_day = '', cron_month = '', cron_day_of_week = ''] =
      text.split('|');
    const { fields, issues } = translateCron({
      cron_minute,
      cron_hour,
      cron_day,
      cron_month,
      cron_day_of_week,
    });
    if (fires === null) return expect(issues).not.toEqual([]);
    if (issues.length > 0) return expect(cron_day).toMatch(/\d(st|nd|rd|th) |last /); // the only thing that cannot be expressed
    const draft = scheduleDraft('UTC').parse({ jobKey: 'any', triggerType: 'cron', ...fields });
    const from = Date.parse('2025-12-31T23:59:59Z');
    const found = nextOccurrences({ ...draft, anchorAt: 0 }, from, fires.split(' ').length);
    return expect(found.map((at) => new Date(at).toISOString().replace(':00.000', '')).join(' ')).toBe(fires);
  });
});

describe('the day of the week', () => {
  it.each([
    ['0', '1'],
    ['1', '2'],
    ['5', '6'],
    ['6', '0'],
    ['0-4', '1-5'],
    ['4-5', '5-6'],
    ['4-6', '5-6,0'],
    ['5-6', '6,0'],
    ['0-6', '0-6'],
    ['0,6', '1,0'],
    ['*/2', '1,3,5,0'],
    ['1-5/2', '2,4,6'],
    ['2/2', '3,5,0'],
    ['mon,2-4,6', 'mon,3-5,0'],
  ])('%s is %s, value by value, and is told', (theirs, ours) => {
    const { fields, notes } = translateCron({ ...ANY, cron_day_of_week: theirs });
    expect(fields.cronDayOfWeek).toBe(ours);
    const note = `"${theirs}" is "${ours}" here: its engine counted from Monday (0), here 0 is Sunday`;
    expect(notes).toEqual(theirs === ours ? [] : [{ path: 'cron_day_of_week', message: note }]);
  });

  it.each([
    ['mon-fri', 'mon-fri'],
    ['MON', 'mon'],
    ['sat, sun', 'sat,sun'],
    ['*', '*'],
  ])('%s stays as it is', (theirs, ours) => {
    expect(translateCron({ ...ANY, cron_day_of_week: theirs })).toMatchObject({
      fields: { cronDayOfWeek: ours },
      notes: [],
      issues: [],
    });
  });

  it.each(['mon/2', 'mon#1', 'mon x'])('%s is what its engine read of it', (theirs) => {
    const { fields, notes } = translateCron({ ...ANY, cron_day_of_week: theirs });
    expect(fields.cronDayOfWeek).toBe('mon');
    expect(notes[0]?.message).toBe(`"${theirs}" is "mon" here: its engine did not read the rest`);
  });

  it.each(['7', '4-1', 'fri-mon', 'monday', '*/7', ''])(
    '%j, which its engine refused, is refused',
    (theirs) => {
      const { issues } = translateCron({ ...ANY, cron_day_of_week: theirs });
      expect(issues.map(({ path }) => path)).toEqual(['cron_day_of_week']);
      expect(issues[0]?.message).toMatch(/^expected days of the week 0-6 \(0 was Monday\) .*, got "/);
    },
  );
});

describe('the day of the month', () => {
  it('of a position becomes a day of the week', () => {
    const { fields, notes, issues } = translateCron({ ...ANY, cron_day: 'last fri, 2nd Tue' });
    expect(fields).toMatchObject({ cronDay: '*', cronDayOfWeek: 'fri#L,tue#2' });
    expect(notes).toEqual([
      { path: 'cron_day', message: '"last fri, 2nd Tue" is the day of the week "fri#L,tue#2" here' },
    ]);
    expect(issues).toEqual([]);
  });

  it.each([
    ['2nd tue,15', '*'],
    ['2nd tue', 'fri'],
    ['2nd tue', '*/2'],
  ])('of a position beside what one schedule cannot say is refused: %s with %s', (day, weekday) => {
    const { issues } = translateCron({ ...ANY, cron_day: day, cron_day_of_week: weekday });
    expect(issues.map(({ path }) => path)).toEqual(['cron_day']);
  });
});

it('a step without an end gets one', () => {
  const { fields, notes } = translateCron({
    ...ANY,
    cron_minute: '15/20',
    cron_day: '25/3',
    cron_month: '2/3',
  });
  expect(fields).toMatchObject({ cronMinute: '15-59/20', cronDay: '25-31/3', cronMonth: '2-12/3' });
  expect(notes.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    'cron_minute: "15/20" is "15-59/20" here',
    'cron_day: "25/3" is "25-31/3" here',
    'cron_month: "2/3" is "2-12/3" here',
  ]);
});

it('reports everything that is wrong at once', () => {
  const { issues } = translateCron({ ...ANY, cron_minute: '75', cron_hour: '24', cron_month: 'may-apr' });
  expect(issues.map(({ path }) => path)).toEqual(['cron_minute', 'cron_hour', 'cron_month']);
});
