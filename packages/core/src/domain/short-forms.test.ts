import { expect, it } from 'vitest';
import { expandShortForms } from './short-forms.ts';

it('writes a crontab line out in the five fields', () => {
  expect(expandShortForms({ cron: '*/5 8-18 * * 1-5', timezone: 'Asia/Dhaka' })).toEqual({
    fields: {
      timezone: 'Asia/Dhaka',
      triggerType: 'cron',
      cronMinute: '*/5',
      cronHour: '8-18',
      cronDay: '*',
      cronMonth: '*',
      cronDayOfWeek: '1-5',
    },
    issues: [],
  });
});

it('writes an interval out in value and unit', () => {
  expect(expandShortForms({ every: '10 minutes' })).toEqual({
    fields: { triggerType: 'interval', intervalValue: 10, intervalUnit: 'minutes' },
    issues: [],
  });
});

it('changes nothing without them', () => {
  const fields = { triggerType: 'cron', cronMinute: '5' };
  expect(expandShortForms(fields)).toEqual({ fields, issues: [] });
});

it.each([
  [{ cron: '* * * *' }, 'cron', /^expected five fields .* got 4 in "\* \* \* \*"$/],
  [{ cron: 5 }, 'cron', 'expected text such as "*/5 8-18 * * 1-5", got 5'],
  [{ every: 'now and then' }, 'every', /^expected a whole number and seconds, .* got "now and then"$/],
  [{ every: 10 }, 'every', 'expected text such as "10 minutes", got 10'],
  [{ cron: '* * * * *', every: 'day' }, 'cron', 'expected one way to say when, got every beside it'],
  [{ every: 'day', triggerType: 'cron' }, 'every', 'expected one way to say when, got triggerType beside it'],
  [{ cron: '0 8 * * *', cronHour: '9' }, 'cron', 'expected one way to say when, got cronHour beside it'],
])('refuses %j and names the field', (input, path, message) => {
  const [issue, ...others] = expandShortForms(input).issues;
  expect([issue?.path, others]).toEqual([path, []]);
  if (typeof message === 'string') expect(issue?.message).toBe(message);
  else expect(issue?.message).toMatch(message);
});
