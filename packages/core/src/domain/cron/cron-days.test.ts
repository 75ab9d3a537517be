import { describe, expect, it } from 'vitest';
import { countDays, dayOnOrAfter, dayOnOrBefore } from './cron-days.ts';
import { cronLine } from './fixtures/cron-line.ts';
import { WallCron } from './wall-cron.ts';

const DAY_MS = 86_400_000;
const day = (date: string) => Date.parse(date) / DAY_MS;
const cron = (line: string) => new WallCron(cronLine(line));
const FROM = day('2026-01-01');

describe('the days of a cron', () => {
  it.each([
    ['* * 15W 8,11 *', ['2026-08-14', '2026-11-16', '2027-08-16']],
    ['* * 1W 8,11 *', ['2026-08-03', '2026-11-02', '2027-08-02']],
    ['* * 31W 1,5,10 *', ['2026-01-30', '2026-05-29', '2026-10-30']],
    ['* * LW * *', ['2026-01-30', '2026-02-27', '2026-03-31']],
    ['* * L 2 *', ['2026-02-28', '2027-02-28', '2028-02-29']],
    ['* * * * fri#2', ['2026-01-09', '2026-02-13', '2026-03-13']],
    ['* * * * mon#5', ['2026-03-30', '2026-06-29', '2026-08-31']],
    ['* * * 2 sunL', ['2026-02-22', '2027-02-28', '2028-02-27']],
    ['* * 13 * fri', ['2026-02-13', '2026-03-13', '2026-11-13']],
    ['* * 29 2 mon', ['2044-02-29', '2072-02-29', '2112-02-29']],
    ['* * 1,L * 7', ['2026-02-01', '2026-03-01', '2026-05-31']],
  ])('%s', (line, dates) => {
    const days = cron(line);
    const found: number[] = [];
    for (
      let next = dayOnOrAfter(days, FROM);
      found.length < 3;
      next = dayOnOrAfter(days, (found.at(-1) ?? 0) + 1)
    ) {
      found.push(next ?? NaN);
    }
    expect(found).toEqual(dates.map(day));
    expect(dayOnOrBefore(days, (found[1] ?? 0) - 1)).toBe(found[0]);
    expect(dayOnOrBefore(days, found[1] ?? 0)).toBe(found[1]);
    expect(countDays(days, FROM, found[2] ?? 0)).toBe(2);
  });

  it('finds nothing, forwards or backwards, when no date matches', () => {
    const days = cron('* * 30 2 *');
    expect([dayOnOrAfter(days, FROM), dayOnOrBefore(days, FROM), countDays(days, 0, 146_097)]).toEqual([
      null,
      null,
      0,
    ]);
  });

  it('counts a cycle', () => {
    expect(countDays(cron('* * * * *'), -146_097, 146_097)).toBe(292_194);
    expect(countDays(cron('* * 29 2 *'), 0, 146_097)).toBe(97);
    expect(countDays(cron('* * 13 * fri'), 0, 146_097)).toBe(688);
  });
});
