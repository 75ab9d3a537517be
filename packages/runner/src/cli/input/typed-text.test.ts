import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { cronFieldsOf } from './cron-line.ts';
import { instantOf } from './instant-text.ts';
import { lengthOf } from './length-text.ts';

describe('a length', () => {
  it.each([
    ['10 minutes', { value: 10, unit: 'minutes' }],
    ['1 hour', { value: 1, unit: 'hours' }],
    [' 2  Weeks ', { value: 2, unit: 'weeks' }],
    ['day', { value: 1, unit: 'days' }],
    ['30s', { value: 30, unit: 'seconds' }],
    ['0 seconds', { value: 0, unit: 'seconds' }],
  ])('reads %j', (text, length) => {
    expect(lengthOf(text, '--every')).toEqual(length);
  });

  it.each(['', '10', '1.5 hours', '-1 day', '10 minute s', '5 months', 's'])(
    'refuses %j and names the flag',
    (text) => {
      expect(() => lengthOf(text, '--every')).toThrow(
        `--every: expected a whole number and seconds, minutes, hours, days or weeks, such as "10 minutes", got ${JSON.stringify(text)}`,
      );
    },
  );
});

describe('a cron line', () => {
  it('becomes the five fields, whatever blanks are between', () => {
    expect(cronFieldsOf('  30 8  *\t* mon ')).toEqual({
      cronMinute: '30',
      cronHour: '8',
      cronDay: '*',
      cronMonth: '*',
      cronDayOfWeek: 'mon',
    });
  });

  it.each([
    ['', /expected five fields .* got 0 in ""$/],
    ['@reboot', /got 1 in "@reboot"$/],
    ['0 30 8 * * mon', /got 6 in .*there is no field for seconds or years/],
  ])('refuses %j', (line, message) => {
    expect(() => cronFieldsOf(line)).toThrow(message);
  });
});

describe('an instant', () => {
  it.each([
    ['2026-01-31T08:30:00Z', '2026-01-31T08:30:00.000Z'],
    ['2026-01-31T08:30:00.125+06:00', '2026-01-31T02:30:00.125Z'],
    ['2026-01-31T08:30Z', '2026-01-31T08:30:00.000Z'],
    ['2026-01-31t08:30:00z', '2026-01-31T08:30:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
  ])('reads %j', (text, iso) => {
    expect(new Date(instantOf(text)).toISOString()).toBe(iso);
  });

  it.each([
    '',
    'now',
    '2026-02-30',
    '2026-02-29T00:00:00Z',
    '2026-01-31T08:30:00',
    '2026-01-31T25:00Z',
    '1e3',
  ])('refuses %j, a clock time without a zone included', (text) => {
    expect(() => instantOf(text)).toThrow(InvalidArgumentError);
  });
});
