import { describe, expect, it } from 'vitest';
import { dayOnOrAfter } from './cron-days.ts';
import { cronNeverFires } from './cron-never-fires.ts';
import { cronLine } from './fixtures/cron-line.ts';
import { Dice, randomCronLine } from './fixtures/random-cron.ts';
import { WallCron } from './wall-cron.ts';

describe('cronNeverFires', () => {
  it.each([
    ['* * 31 2 *', '31 February'],
    ['* * 30 feb *', '30 February'],
    ['* * 30,31 2 *', 'both'],
    ['* * 31 4,6,9,11 *', 'the 31st of months with 30 days'],
    ['* * 31W 4 *', 'the working day nearest to a day that is not there'],
    ['* * 1-7 * mon#2', 'the second Monday in the first week'],
    ['* * 29-31 * fri#4', 'the fourth Friday in a fifth week'],
    ['* * LW * sat,sun', 'a last working day at a weekend'],
    ['* * 15W * 0', 'a nearest working day on a Sunday'],
    ['* * 1-21 * 5L', 'a last Friday before the 22nd'],
  ])('%s: %s', (line) => {
    expect(cronNeverFires(cronLine(line))).toBe(true);
  });

  it.each([
    ['* * 29 2 *', 'leap years'],
    ['* * 29 2 mon', 'every 28 years or so'],
    ['* * 29 2 mon#5', 'the same, said twice'],
    ['* * * 2 mon#5', 'a fifth Monday in February needs the 29th'],
    ['* * L 2 *', 'the last of February'],
    ['* * L 2 sun', 'a last of February on a Sunday'],
    ['* * 31 * *', 'seven months a year'],
    ['* * 31 2,3 *', 'March has one'],
    ['* * 13 * fri', 'Friday the 13th'],
    ['* * 3W * mon', 'a 3rd that is a Monday, or the Sunday or Saturday beside it'],
    ['* * L * 5L', 'a last day that is a last Friday'],
  ])('%s is fine: %s', (line) => {
    expect(cronNeverFires(cronLine(line))).toBe(false);
  });

  it('agrees with a search of the whole cycle', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const line = randomCronLine(new Dice(seed));
      const firstDay = dayOnOrAfter(new WallCron(cronLine(line)), 20_000);
      expect(cronNeverFires(cronLine(line)), `seed ${seed}: ${line}`).toBe(firstDay === null);
    }
  });

  it('throws on a text that is refused', () => {
    expect(() => cronNeverFires(cronLine('* * 32 * *'))).toThrow(RangeError);
  });
});
