import { expect, it } from 'vitest';
import { valuesOfTriggerText } from './trigger-text.ts';

const cron = { triggerType: 'cron', cronDay: '*', cronMonth: '*' };

it.each([
  ['*/5 8-18 * * 1-5', { ...cron, cronMinute: '*/5', cronHour: '8-18', cronDayOfWeek: '1-5' }],
  ['@daily', { ...cron, cronMinute: '0', cronHour: '0', cronDayOfWeek: '*' }],
  ['every 10 minutes', { triggerType: 'interval', intervalValue: '10', intervalUnit: 'minutes' }],
  ['every day', { triggerType: 'interval', intervalValue: '1', intervalUnit: 'days' }],
])('fills the form from %j', (text, values) => {
  expect(valuesOfTriggerText(text)).toEqual(values);
});

it.each(['', '5', '*/5', '1,15', 'mon-fri', '* * * *', 'tomorrow'])(
  'leaves %j as a text of one field',
  (text) => {
    expect(valuesOfTriggerText(text)).toBeNull();
  },
);
