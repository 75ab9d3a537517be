import { describe, expect, it } from 'vitest';
import { REFERENCE_INSTANT } from '../testing/reference-instant.ts';
import { sampleSchedule } from '../testing/samples.ts';
import { blackoutDefinition } from './blackout-definition.ts';
import { blackoutTimes, weeklyTimes } from './blackout-window.ts';
import { changedTrigger } from './changed-trigger.ts';
import { ClosedWeeks } from './closed-weeks.ts';
import type { Schedule } from './schedule.ts';
import { ruleOf } from './trigger-fields.ts';

const ALL = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
/** More than crossing them one by one for some weeks; far less than for years. */
const FEW = 60;

type Hours = readonly [timezone: string, days: readonly string[], from: string, to: string];

/** The trigger of a rule in weekly hours, and how often it has asked whether it is closed. */
function within(fields: Partial<Schedule>, hours: Hours, dates: readonly object[] = []) {
  const [timezone, days, from, to] = hours;
  const definition = blackoutDefinition.parse({ timezone, dates, weekly: [{ days, from, to }] });
  const windows = [{ name: 'w', definition }];
  const closed = blackoutTimes(windows);
  const asked = { times: 0 };
  const counting = {
    next: (at: number) => {
      asked.times += 1;
      return closed.next(at);
    },
  };
  const schedule = sampleSchedule(fields);
  const weekly = weeklyTimes(windows);
  const weeks = weekly === null ? null : new ClosedWeeks(schedule, counting, weekly);
  return {
    trigger: changedTrigger(ruleOf(schedule), { closed: counting, weeks, skipped: [], added: [] }),
    asked,
  };
}

const cron = (line: string, timezone: string): Partial<Schedule> => {
  const [cronMinute = '*', cronHour = '*', cronDay = '*', cronMonth = '*', cronDayOfWeek = '*'] =
    line.split(' ');
  return { triggerType: 'cron', cronMinute, cronHour, cronDay, cronMonth, cronDayOfWeek, timezone };
};

const every = (intervalValue: number, intervalUnit: 'minutes' | 'hours' | 'days', anchor: string) =>
  ({ intervalValue, intervalUnit, anchorAt: Date.parse(anchor) }) as const;

describe('a rule that lies within weekly hours altogether', () => {
  it.each<[string, Partial<Schedule>, Hours]>([
    ['each day', cron('0 3 * * *', 'Europe/Berlin'), ['Europe/Berlin', ALL, '02:00', '04:00']],
    ['often', cron('*/5 3 * * *', 'Europe/Berlin'), ['Europe/Berlin', ALL, '02:00', '04:00']],
    ['at any time', cron('* * * * *', 'UTC'), ['America/New_York', ALL, '00:00', '24:00']],
    ['on working days', cron('0 3 * * 1-5', 'UTC'), ['UTC', ALL.slice(1, 6), '03:00', '03:01']],
    ['once a month', cron('0 3 * * mon#1', 'UTC'), ['UTC', ['mon'], '03:00', '04:00']],
    ['once a year', cron('0 3 1 1 *', 'UTC'), ['UTC', ALL, '03:00', '04:00']],
    ['by another clock', cron('0 12 * * *', 'Asia/Kathmandu'), ['Europe/Berlin', ALL, '06:00', '10:00']],
    ['over midnight', cron('30 23,0 * * *', 'UTC'), ['UTC', ALL, '23:00', '01:00']],
    ['at a pace', every(12, 'hours', '2026-01-01T03:30:00Z'), ['UTC', ALL, '03:00', '16:00']],
    ['at a long pace', every(14, 'days', '2026-01-05T03:30:00Z'), ['UTC', ['mon'], '03:00', '04:00']],
    [
      'where the clock changes',
      cron('30 2 * * *', 'Europe/Berlin'),
      ['Europe/Berlin', ALL, '02:00', '03:01'],
    ],
  ])('%s is never due, and soon says so', (_how, fields, hours) => {
    const { trigger, asked } = within(fields, hours);
    expect([trigger.next(REFERENCE_INSTANT), asked.times <= FEW]).toEqual([null, true]);
    asked.times = 0;
    const previous = trigger.previous(REFERENCE_INSTANT);
    expect([previous, asked.times <= FEW]).toEqual([null, true]);
  });
});

describe('a rule that is open after a long time', () => {
  it.each<[string, Partial<Schedule>, Hours, string, string]>([
    // 03:00 in Kathmandu is 22:15 in Berlin's winter and 23:15 in its summer.
    [
      'in summer',
      cron('0 3 * * *', 'Asia/Kathmandu'),
      ['Europe/Berlin', ALL, '22:00', '23:00'],
      '2025-10-25T21:15Z',
      '2026-03-29T21:15Z',
    ],
    [
      'at the end of a gap',
      cron('30 2 * * *', 'Europe/Berlin'),
      ['Europe/Berlin', ALL, '02:00', '03:00'],
      '2025-03-30T01:00Z',
      '2026-03-29T01:00Z',
    ],
    [
      'on a rare day of the week',
      cron('0 3 13 * *', 'UTC'),
      ['UTC', ALL.filter((day) => day !== 'fri'), '00:00', '24:00'],
      '2025-06-13T03:00Z',
      '2026-02-13T03:00Z',
    ],
    [
      'at a pace that wanders through the week',
      every(24 * 60 * 7 + 60, 'minutes', '2026-01-05T03:30:00Z'),
      ['UTC', ['mon'], '00:00', '24:00'],
      'none',
      '2026-06-02T00:30Z',
    ],
  ])('%s finds it, forwards and backwards', (_how, fields, hours, previous, next) => {
    const { trigger, asked } = within(fields, hours);
    const from = Date.parse('2026-01-20T00:00Z');
    const found = [trigger.previous(from), trigger.next(from)];
    expect(found).toEqual([previous === 'none' ? null : Date.parse(previous), Date.parse(next)]);
    expect(asked.times).toBeLessThanOrEqual(FEW);
  });
});

it('dates beside the weekly hours count where the hours leave something open', () => {
  const fields = cron('0 3 * * *', 'UTC');
  const dates = [{ from: '2026-01-01', to: '2026-12-31' }];
  const { trigger } = within(fields, ['UTC', ALL.slice(1), '00:00', '24:00'], dates);
  expect(trigger.next(Date.parse('2026-06-01T00:00Z'))).toBe(Date.parse('2027-01-03T03:00Z'));
  expect(trigger.previous(Date.parse('2026-06-01T00:00Z'))).toBe(Date.parse('2025-12-28T03:00Z'));
});
