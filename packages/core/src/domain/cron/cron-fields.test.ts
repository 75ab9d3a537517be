import { describe, expect, it } from 'vitest';
import { CRON_FIELDS, type CronField, cronFieldProblem, cronValues } from './cron-fields.ts';
import { GOOD_CRON_FIELDS } from './fixtures/good-cron-fields.ts';

const BAD: Readonly<Record<CronField, readonly string[]>> = {
  cronMinute: [
    '60',
    '-1',
    '*/0',
    '*/61',
    '5-1',
    '0/15',
    '/5',
    '1,',
    ',',
    '5-',
    'a',
    '1.5',
    'L',
    '1 2',
    '*#2',
    '**',
  ],
  cronHour: ['24', '*/25', '17-9', '8am', 'L', '12W', '8 ', '\t8'],
  cronDay: ['0', '32', '*/32', 'W', 'L-3', '15WL', 'LW,1', '1-5W', 'mon', 'fri#2', '5L', 'L,'],
  cronMonth: ['0', '13', 'january', 'mar-jan', 'janfeb', 'L', 'mon', '*/13'],
  cronDayOfWeek: ['8', 'fri-mon', 'sunday', 'L', 'fri#6', 'fri#0', 'fri#', '#2', 'W', '1W', '*/8', 'mon/2'],
};

const pairs = (texts: typeof BAD) =>
  CRON_FIELDS.flatMap((field) => texts[field].map((text) => [field, text] as const));

describe('cronFieldProblem', () => {
  it.each(pairs(GOOD_CRON_FIELDS))('accepts %s %j', (field, text) => {
    expect(cronFieldProblem(field, text)).toBe(null);
  });

  it.each(pairs(BAD))('refuses %s %j', (field, text) => {
    expect(cronFieldProblem(field, text)).toContain(`; got ${JSON.stringify(text)}`);
  });

  it.each(
    CRON_FIELDS.flatMap((field) =>
      ['', ' ', '?', '+1', '@daily', '* *', '*\n', '\u00a0*'].map((text) => [field, text] as const),
    ),
  )('refuses %s %j, as in every field', (field, text) => {
    expect(cronFieldProblem(field, text)).toMatch(/^Use .+; got "/);
  });

  it('reports what it expected and what it got', () => {
    expect(cronFieldProblem('cronMinute', '60')).toBe(
      'Use 0–59, *, */15, 1,15 or 10-40/5; got "60". Did you mean 0?',
    );
    expect(cronFieldProblem('cronHour', '24')).toBe(
      'Use 0–23, *, */6, 8,20 or 9-17; got "24". Did you mean 0?',
    );
    expect(cronFieldProblem('cronDay', '32')).toBe(
      'Use 1–31, *, 1,15, 1-15/2, L (last day), LW (last weekday) or 15W (weekday nearest day 15); got "32"',
    );
    expect(cronFieldProblem('cronMonth', '13')).toBe('Use 1–12 or jan–dec, *, */3, 1,7 or jan-mar; got "13"');
    expect(cronFieldProblem('cronDayOfWeek', 'fri-mon')).toBe(
      'Use 0–6 or sun–sat (0 is Sunday), *, mon-fri, 1,3, fri#2 (second Friday) or 5L (last Friday); got "fri-mon". Did you mean fri-sun,mon?',
    );
  });

  it('takes 120 characters and not one more', () => {
    const text = `${'1,'.repeat(59)}10`;
    expect(cronFieldProblem('cronMinute', text)).toBe(null);
    expect(cronFieldProblem('cronMinute', `${text}0`)).toBe('Use at most 120 characters; got 121');
  });
});

describe('cronValues', () => {
  it('reads steps, ranges and names', () => {
    const minutes = [10, 15, 20, 25, 30, 35, 40];
    const { low, high } = cronValues('cronMinute', '10-40/5');
    expect(members(low)).toEqual(minutes.filter((minute) => minute < 30));
    expect(members(high).map((bit) => bit + 30)).toEqual(minutes.filter((minute) => minute >= 30));
    expect(members(cronValues('cronHour', '*/7').hours)).toEqual([0, 7, 14, 21]);
    expect(members(cronValues('cronMonth', 'jan-mar,DEC').months)).toEqual([0, 1, 2, 11]);
    expect(members(cronValues('cronDay', '1,L,31,15W').days)).toEqual([0, 30]);
    expect(members(cronValues('cronDay', '1,15W').nearestWeekdays)).toEqual([14]);
  });

  it('reads 7 and 0 as Sunday', () => {
    const sunday = [63, 0, 0, 0, 0, 0, 0];
    for (const text of ['0', '7', 'sun', '0,7']) {
      expect(cronValues('cronDayOfWeek', text).occurrences).toEqual(sunday);
    }
  });

  it('throws on a text that is refused', () => {
    expect(() => cronValues('cronHour', '24')).toThrow(RangeError);
    expect(() => cronValues('cronMinute', '1,'.repeat(100))).toThrow(
      'cronMinute: Use at most 120 characters; got 200',
    );
  });
});

function members(mask: number): number[] {
  return Array.from({ length: 31 }, (_, bit) => bit).filter((bit) => (mask >>> bit) & 1);
}
