import { describe, expect, it } from 'vitest';
import { REFERENCE_INSTANT } from '../testing/reference-instant.ts';
import { sampleSchedule } from '../testing/samples.ts';
import { cronLine } from './cron/fixtures/cron-line.ts';
import type { InForce, Schedule } from './schedule.ts';
import { triggerWarningTexts } from './trigger-warnings.ts';

const warnings = (fields: Partial<Schedule>) =>
  triggerWarningTexts(sampleSchedule(fields), REFERENCE_INSTANT);

const ofCron = (line: string, timezone = 'UTC') =>
  warnings({ triggerType: 'cron', ...cronLine(line), timezone });

describe('warnings before saving', () => {
  it('are none for an ordinary trigger', () => {
    expect(warnings({})).toEqual([]);
    expect(warnings({ triggerType: 'cron', cronMinute: '0', cronHour: '8', cronDayOfWeek: 'mon' })).toEqual(
      [],
    );
  });

  it('name the date of a run that is more than eight years away', () => {
    const leapMonday = {
      cronMinute: '0',
      cronHour: '0',
      cronDay: '29',
      cronMonth: '2',
      cronDayOfWeek: 'mon',
    };
    const found = warnings({ triggerType: 'cron', ...leapMonday });
    expect(found[0]).toBe('The next run is more than eight years away: 2044-02-29.');
  });

  it('name blackout windows that do not exist, and say so where a window leaves nothing', () => {
    const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
    const weekly = [{ days: [...days], from: '00:00', to: '24:00' }];
    const blackoutWindows = [{ name: 'always', definition: { timezone: 'UTC', dates: [], weekly } }];
    const fields: Partial<Schedule & InForce> = { blackouts: ['always', 'nights', 'days'], blackoutWindows };
    expect(warnings(fields)).toEqual([
      'Every run to come falls into a blackout window, so this never runs.',
      'These blackout windows do not exist, so they have no effect: nights, days.',
    ]);
    expect(warnings({ blackouts: ['nights'] })).toEqual([]); // the windows were not read
  });

  it('say that both days must match', () => {
    const both = { triggerType: 'cron', cronDay: '13', cronDayOfWeek: 'fri' } as const;
    expect(warnings(both)).toEqual([
      'Day of month and day of week must both match. In a crontab either would be enough.',
    ]);
    expect(warnings({ ...both, triggerType: 'interval' })).toEqual([]);
  });

  it.each(['0 0 13 * 0-6', '0 0 1 * sun-sat', '0 0 1 * 1-7', '0 0 1-31 * mon', '0 0 */1 * mon'])(
    'do not say so of %s, where one of them matches every day',
    (line) => {
      expect(ofCron(line)).toEqual([]);
    },
  );

  it.each([
    [
      '*/45 * * * *',
      '*/45 means minutes 0 and 45 of each hour, which is not every 45 minutes: it begins again with each hour. For an even pace use an interval.',
    ],
    ['0-59/59 * * * *', /^0-59\/59 means minutes 0 and 59 of each hour/],
    ['*/50 9-17 * * *', /^\*\/50 means minutes 0 and 50 of each hour/],
    ['0 */23 * * *', /^\*\/23 means hours 0 and 23 of each day, which is not every 23 hours/],
    [
      '0 0 1 */5 *',
      '*/5 means months 1, 6, and 11 of each year, which is not every 5 months: it begins again with each year.',
    ],
    ['0 0 */10 * *', /^\*\/10 means days 1, 11, 21, and 31 of each month/],
  ])('name the uneven step of %s', (line, warning) => {
    const [found, ...others] = ofCron(line);
    expect(others).toEqual([]);
    if (typeof warning === 'string') expect(found).toBe(warning);
    else expect(found).toMatch(warning);
  });

  it.each([
    '*/15 * * * *',
    '*/20 * * * *',
    '0 */6 * * *',
    '0 0 1 */3 *',
    '0 9-17/2 * * *',
    '0 0 * * 1-5/2',
    '0 0 L * *',
    '0 0 31,L * *',
    '0 0 28 * *',
    '0 0 1-31 * *',
    '0 0 31 1,3 *',
    '0 0 29 1 *',
  ])('are none for %s', (line) => {
    expect(ofCron(line)).toEqual([]);
  });

  it.each([
    [
      '0 0 31 * *',
      'February, April, June, September, and November have no day 31: nothing runs on it there. L is the last day of the month.',
    ],
    ['0 0 30 * *', 'February has no day 30: nothing runs on it there. L is the last day of the month.'],
    ['0 0 15,31W 6,7 *', 'June has no day 31: nothing runs on it there. L is the last day of the month.'],
    ['0 0 29 2 *', '29 February exists in leap years only.'],
    ['0 0 29 * *', '29 February exists in leap years only.'],
  ])('name the months that lack a day of %s', (line, warning) => {
    expect(ofCron(line)).toEqual([warning]);
  });

  it.each([
    [
      '30 2 * * *',
      'On 2026-03-29 the clock in Europe/Berlin goes from 02:00 to 03:00: 02:30 runs at 03:00 then.',
    ],
    [
      '*/30 2 * * *',
      'On 2026-03-29 the clock in Europe/Berlin goes from 02:00 to 03:00: 02:00 and 02:30 do not exist on that day and do not run.',
    ],
    [
      '*/5 2,14 * * *',
      'On 2026-03-29 the clock in Europe/Berlin goes from 02:00 to 03:00: 02:00, 02:05, 02:10, and 9 more do not exist on that day and do not run.',
    ],
  ])('say what the next change of the clock does to %s', (line, warning) => {
    expect(ofCron(line, 'Europe/Berlin')).toEqual([warning]);
  });

  it.each(['*/5 * * * *', '*/5 0-6 * * *', '30 3 * * *', '0 */2 * * *'])(
    'do not speak of a change of the clock that %s goes on through',
    (line) => {
      expect(ofCron(line, 'Europe/Berlin')).toEqual([]);
    },
  );
});
