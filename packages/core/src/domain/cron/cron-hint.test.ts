import { expect, it } from 'vitest';
import { cronFieldProblem, type CronField } from './cron-fields.ts';

it.each<[CronField, string, string]>([
  ['cronMinute', '5/15', '5-59/15'],
  ['cronMinute', '0/5', '0-59/5'],
  ['cronHour', '8/2', '8-23/2'],
  ['cronMonth', '1/3', '1-12/3'],
  ['cronMonth', 'feb/3', 'feb-dec/3'],
  ['cronDay', '5/10', '5-31/10'],
  ['cronHour', '22-6', '22-23,0-6'],
  ['cronHour', '23-5', '23,0-5'],
  ['cronHour', '22-0', '22-23,0'],
  ['cronHour', '22-6/2', '22,0,2,4,6'],
  ['cronMinute', '50-10', '50-59,0-10'],
  ['cronDay', '25-5', '25-31,1-5'],
  ['cronMonth', 'nov-feb', 'nov-dec,jan-feb'],
  ['cronMonth', '11-2', '11-12,1-2'],
  ['cronDayOfWeek', 'fri-mon', 'fri-sun,mon'],
  ['cronDayOfWeek', 'FRI-MON', 'fri-sun,mon'],
  ['cronDayOfWeek', 'sat-tue', 'sat-sun,mon-tue'],
  ['cronDayOfWeek', '5-1', '5-7,1'],
  ['cronDayOfWeek', '5-0', '5-7'],
  ['cronDayOfWeek', 'friday-monday', 'fri-sun,mon'],
  ['cronDayOfWeek', 'monday,tues', 'mon,tue'],
  ['cronMonth', 'january', 'jan'],
  ['cronMinute', '60', '0'],
  ['cronHour', '24', '0'],
  ['cronDay', '?', '*'],
  ['cronMinute', '0, 30', '0,30'],
  ['cronMinute', '*/90', 'an interval of 90 minutes'],
  ['cronHour', '*/36', 'an interval of 36 hours'],
  ['cronDay', '*/45', 'an interval of 45 days'],
])('%s %s: did you mean %s?', (field, text, hint) => {
  expect(cronFieldProblem(field, text)).toMatch(new RegExp(`Did you mean ${escaped(hint)}\\?$`));
  if (!hint.startsWith('an ')) expect(cronFieldProblem(field, hint)).toBe(null);
});

it.each<[CronField, string]>([
  ['cronMinute', '61'],
  ['cronMinute', ''],
  ['cronMinute', 'abc'],
  ['cronDay', '32'],
  ['cronDayOfWeek', 'funday'],
  ['cronMonth', '*/13'],
])('%s %s: no suggestion', (field, text) => {
  expect(cronFieldProblem(field, text)).not.toContain('Did you mean');
});

function escaped(text: string): string {
  return text.replaceAll(/[*/?,-]/g, '\\$&');
}
