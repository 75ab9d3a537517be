import { expect, it } from 'vitest';
import { parseInterval } from './interval-text.ts';

it.each([
  ['10 minutes', 10, 'minutes'],
  ['every 10 minutes', 10, 'minutes'],
  ['Every hour', 1, 'hours'],
  ['1 hour', 1, 'hours'],
  [' 2  Weeks ', 2, 'weeks'],
  ['day', 1, 'days'],
  ['0 seconds', 0, 'seconds'],
  ['30s', 30, 'seconds'],
  ['5 min', 5, 'minutes'],
  ['every 2h', 2, 'hours'],
])('reads %j', (text, intervalValue, intervalUnit) => {
  expect(parseInterval(text)).toEqual({ intervalValue, intervalUnit });
});

it.each(['', '10', '1.5 hours', '-1 day', '10 minute s', '5 months', 'every', 's', '*/5 * * * *'])(
  'takes %j for no interval',
  (text) => {
    expect(parseInterval(text)).toBeNull();
  },
);
