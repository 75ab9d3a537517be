import { describe, expect, it } from 'vitest';
import { sampleFields } from '../testing/samples.ts';
import { CRON_FIELDS } from './cron/cron-fields.ts';
import { cronLine } from './cron/fixtures/cron-line.ts';
import { GOOD_CRON_FIELDS } from './cron/fixtures/good-cron-fields.ts';
import { Dice, randomCronLine } from './cron/fixtures/random-cron.ts';
import { describeTrigger } from './describe-trigger.ts';
import type { ScheduleFields } from './schedule-fields.ts';

describe('a trigger in words', () => {
  it.each<[Partial<ScheduleFields>, string]>([
    [{ intervalValue: 1, intervalUnit: 'minutes' }, 'Every minute'],
    [{ intervalValue: 30, intervalUnit: 'seconds' }, 'Every 30 seconds'],
    [{ intervalValue: 2, intervalUnit: 'weeks' }, 'Every 2 weeks'],
    [{ intervalValue: null }, 'Interval without a length'],
    [{ triggerType: 'cron' }, 'Every minute'],
    [{ triggerType: 'cron', cronMinute: '30', cronHour: '8' }, 'Every day at 08:30'],
    [
      { triggerType: 'cron', cronMinute: '30', cronHour: '20', cronDayOfWeek: '0' },
      'At 20:30, only on Sunday',
    ],
    [{ triggerType: 'cron', cronMinute: '0', cronHour: '0', cronDayOfWeek: '7' }, 'At 00:00, only on Sunday'],
  ])('%j: %s', (fields, words) => {
    expect(describeTrigger(sampleFields(fields))).toBe(words);
  });

  it('says "and" where both days must match, never "or"', () => {
    const words = describeTrigger(
      sampleFields({
        triggerType: 'cron',
        cronMinute: '0',
        cronHour: '8',
        cronDay: '13',
        cronDayOfWeek: 'fri',
      }),
    );
    expect(words).toBe('At 08:00, on day 13 of the month, only on Friday');
  });

  it.each([
    ['L', '*', 'on the last day of the month'],
    ['l', '*', 'on the last day of the month'],
    ['LW', '*', 'on the last weekday of the month'],
    ['15w', '*', 'on the weekday nearest day 15 of the month'],
    ['L,1', '*', 'on day 1 and the last day of the month'],
    ['1W,15W', '*', 'on the weekday nearest day 1 and the weekday nearest day 15 of the month'],
    ['15W,L', '*', 'on the weekday nearest day 15 and the last day of the month'],
    ['1,15W', '*', 'on day 1 and the weekday nearest day 15 of the month'],
    ['10,20W,L', '*', 'on day 10, the weekday nearest day 20, and the last day of the month'],
    ['*/10', '*', 'on day 1, 11, 21, and 31 of the month'],
    ['1-15/2', '*', 'every 2 days in a month, between day 1 and 15 of the month'],
    ['1,1,15', '*', 'on day 1 and 15 of the month'],
    ['1-3,10', '*', 'on day 1, 2, 3, and 10 of the month'],
    ['*', '0,7', 'only on Sunday'],
    ['*', 'sun,sat', 'only on Saturday and Sunday'],
    ['*', '*/2', 'only on Tuesday, Thursday, Saturday, and Sunday'],
    ['*', '5-7', 'Friday through Sunday'],
    ['*', '5,6,0,1', 'Friday through Monday'],
    ['*', '1-3,5', 'only on Monday, Tuesday, Wednesday, and Friday'],
    ['*', 'fri#L', 'on the last Friday of the month'],
    ['*', '5L', 'on the last Friday of the month'],
    ['*', '5#L,2#2', 'on the second Tuesday and last Friday of the month'],
    ['*', '1#1,5#L', 'on the first Monday and last Friday of the month'],
    ['*', 'mon#1,tue', 'on the first Monday of the month and on every Tuesday'],
    ['*', 'mon#1,mon', 'only on Monday'],
    [
      '*',
      '1-5#1',
      'on the first Monday, first Tuesday, first Wednesday, first Thursday, and first Friday of the month',
    ],
    ['L', 'fri#5', 'on the last day of the month, on the fifth Friday of the month'],
  ])('day %s and day of week %s: %s', (cronDay, cronDayOfWeek, words) => {
    expect(described({ cronMinute: '0', cronHour: '8', cronDay, cronDayOfWeek })).toBe(`At 08:00, ${words}`);
  });

  it.each([
    ['1,*', '*', 'Every minute'],
    ['5', '*,8', 'At 5 minutes past the hour'],
    ['5,5', '8,8', 'Every day at 08:05'],
    ['30', '2,14', 'Every day at 02:30 and 14:30'],
    ['*/60', '*', 'Every hour'],
    ['*/15,7', '*', 'At 0, 7, 15, 30, and 45 minutes past the hour'],
    ['0', '9-17/2', 'On the hour, every 2 hours, between 09:00 and 17:00'],
  ])('minute %s and hour %s: %s', (cronMinute, cronHour, words) => {
    expect(described({ cronMinute, cronHour })).toBe(words);
  });

  it('says the months', () => {
    expect(described({ cronMinute: '0', cronHour: '8', cronDay: 'L', cronMonth: 'jan,JAN,7' })).toBe(
      'At 08:00, on the last day of the month, only in January and July',
    );
  });

  it.each([
    ['*/45 * * * *', 'At 0 and 45 minutes past the hour'],
    ['*/50 9-17 * * *', 'At 0 and 50 minutes past the hour, between 09:00 and 17:59'],
    ['*/7 * * * *', 'At 0, 7, 14, 21, 28, 35, 42, 49, and 56 minutes past the hour'],
    ['0-59/59 * * * *', 'At 0 and 59 minutes past the hour'],
    ['0 */23 * * *', 'Every day at 00:00 and 23:00'],
    ['0 */5 * * *', 'Every day at 00:00, 05:00, 10:00, 15:00 and 20:00'],
    ['0 0 1 */5 *', 'At 00:00, on day 1 of the month, only in January, June, and November'],
    [
      '0 0 */2 * *',
      'At 00:00, on day 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, and 31 of the month',
    ],
  ])('%s is no rhythm: %s', (line, words) => {
    expect(described(cronLine(line))).toBe(words);
  });

  it.each([
    ['*/15 * * * *', 'Every 15 minutes'],
    ['*/20 * * * *', 'Every 20 minutes'],
    ['0 */6 * * *', 'On the hour, every 6 hours'],
    ['0 0 1 */3 *', 'At 00:00, on day 1 of the month, every 3 months'],
    ['0 0 1-20,*/7 * *', 'At 00:00, on day 1 through 20, 22, and 29 of the month'],
    [
      '0 0 14-20,*/2 * *',
      'At 00:00, on day 1, 3, 5, 7, 9, 11, 13 through 21, 23, 25, 27, 29, and 31 of the month',
    ],
    ['0 0 1-20,25,*/3 * *', 'At 00:00, on day 1 through 20, 22, 25, 28, and 31 of the month'],
    ['0-20,30-59 * * * *', 'At 0 through 20 and 30 through 59 minutes past the hour'],
  ])('%s: %s', (line, words) => {
    expect(described(cronLine(line))).toBe(words);
  });

  it.each(CRON_FIELDS.flatMap((field) => GOOD_CRON_FIELDS[field].map((text) => [field, text] as const)))(
    'finds words for %s %j',
    (field, text) => {
      expect(described({ [field]: text })).not.toMatch(NO_WORDS);
    },
  );

  it('finds words for any cron', () => {
    const dice = new Dice(1);
    for (let i = 0; i < 2_000; i += 1) {
      const fields = cronLine(randomCronLine(dice));
      expect(described(fields)).not.toMatch(NO_WORDS);
    }
  });

  it('does not throw for any field value that a form may contain during typing', () => {
    for (const text of ['', '*/', 'abc', '99', '1-', '5-1', 'L', '5W', 'fri#9', '😀', ' ']) {
      const fields = sampleFields({
        triggerType: 'cron',
        cronMinute: text,
        cronDay: text,
        cronDayOfWeek: text,
      });
      expect(describeTrigger(fields)).toBe('A cron that cannot be read');
    }
  });
});

/** Signs that a part was not understood, or that text is missing. */
const NO_WORDS = /error|undefined|null|aN|NaN|[*#/]|\d[LW]|read/;

function described(fields: Partial<ScheduleFields>): string {
  return describeTrigger(sampleFields({ triggerType: 'cron', ...fields }));
}
