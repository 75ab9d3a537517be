import { expect, it } from 'vitest';
import type { CronField } from './cron-fields.ts';
import { unevenSteps } from './cron-steps.ts';

it.each<[CronField, string, number[]]>([
  ['cronMinute', '*/45', [0, 45]],
  ['cronMinute', '*/59', [0, 59]],
  ['cronMinute', '0-59/45', [0, 45]],
  ['cronMinute', '3-59/25', [3, 28, 53]],
  ['cronHour', '*/5', [0, 5, 10, 15, 20]],
  ['cronHour', '1-23/23', [1]],
  ['cronMonth', '*/5', [1, 6, 11]],
  ['cronDayOfWeek', '*/2', [0, 2, 4, 6]],
  ['cronDay', '*/10', [1, 11, 21, 31]],
])('%s %s begins again before a step is over', (field, text, values) => {
  expect(unevenSteps(field, text)).toMatchObject([{ text, values }]);
});

it('finds each uneven step of a list', () => {
  expect(unevenSteps('cronMinute', '*/45,5,*/7').map(({ text }) => text)).toEqual(['*/45', '*/7']);
});

it.each<[CronField, string]>([
  ['cronMinute', '*/15'],
  ['cronMinute', '5-59/15'],
  ['cronMinute', '10-40/5'],
  ['cronMinute', '*/60'],
  ['cronHour', '9-17/2'],
  ['cronHour', '8-23/5'],
  ['cronMonth', '*/3'],
  ['cronDay', '*/1'],
  ['cronDay', 'L'],
  ['cronDayOfWeek', '1-5/2'],
  ['cronMinute', '*/0'],
])('%s %s has none', (field, text) => {
  expect(unevenSteps(field, text)).toEqual([]);
});
