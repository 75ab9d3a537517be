import { describe, expect, it } from 'vitest';
import {
  countTimes,
  countTimesBefore,
  firstTime,
  lastTime,
  timeAtOrAfter,
  timeAtOrBefore,
} from './day-times.ts';
import { cronLine } from './fixtures/cron-line.ts';
import { WallCron } from './wall-cron.ts';

const DAY = Array.from({ length: 1_440 }, (_, time) => time);

describe('the times of day of a cron', () => {
  it.each([
    ['* *', () => true],
    ['0 0', (minute: number, hour: number) => minute === 0 && hour === 0],
    ['59 23', (minute: number, hour: number) => minute === 59 && hour === 23],
    ['29-30 */7', (minute: number, hour: number) => (minute === 29 || minute === 30) && hour % 7 === 0],
    ['*/31 12-14', (minute: number, hour: number) => minute % 31 === 0 && hour >= 12 && hour <= 14],
    ['40-59 0,23', (minute: number, hour: number) => minute >= 40 && hour % 23 === 0],
    ['0-20/10 1-22', (minute: number, hour: number) => minute <= 20 && minute % 10 === 0 && hour % 23 !== 0],
  ])('%s: each question at each minute of the day', (line, isMatch) => {
    const cron = new WallCron(cronLine(line));
    const matches = DAY.filter((time) => isMatch(time % 60, Math.floor(time / 60)));
    expect([firstTime(cron), lastTime(cron), countTimes(cron)]).toEqual([
      matches[0],
      matches.at(-1),
      matches.length,
    ]);
    expect(DAY.map((time) => timeAtOrAfter(cron, time))).toEqual(
      DAY.map((time) => matches.find((match) => match >= time) ?? -1),
    );
    expect(DAY.map((time) => timeAtOrBefore(cron, time))).toEqual(
      DAY.map((time) => matches.findLast((match) => match <= time) ?? -1),
    );
    expect(DAY.map((time) => countTimesBefore(cron, time))).toEqual(
      DAY.map((time) => matches.filter((match) => match < time).length),
    );
  });
});
