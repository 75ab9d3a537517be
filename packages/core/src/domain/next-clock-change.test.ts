import { describe, expect, it } from 'vitest';
import { sampleSchedule } from '../testing/samples.ts';
import { cronLine } from './cron/fixtures/cron-line.ts';
import { nextClockChange } from './next-clock-change.ts';

const WINTER = Date.UTC(2026, 11, 1);
const SUMMER = Date.UTC(2026, 6, 1);

const ofCron = (line: string, now: number, timezone = 'Europe/Berlin') =>
  nextClockChange(sampleSchedule({ triggerType: 'cron', ...cronLine(line), timezone }), now);
const ofInterval = (intervalValue: number, now: number) =>
  nextClockChange(
    sampleSchedule({
      triggerType: 'interval',
      intervalValue,
      intervalUnit: 'minutes',
      timezone: 'Europe/Berlin',
    }),
    now,
  );

const FORWARD = 'On 2027-03-28 the clock in Europe/Berlin goes from 02:00 to 03:00: ';
const BACK = 'On 2026-10-25 the clock in Europe/Berlin goes from 03:00 to 02:00: ';

describe('the next change of the clock', () => {
  it('is none in a zone without one', () => {
    expect(ofCron('30 2 * * *', WINTER, 'UTC')).toBeNull();
    expect(ofCron('30 2 * * *', WINTER, 'Asia/Dhaka')).toBeNull();
  });

  it('says what a clock set forward does to times in the gap', () => {
    expect(ofCron('30 2 * * *', WINTER)).toEqual({
      at: Date.UTC(2027, 2, 28, 1),
      isFelt: true,
      message: `${FORWARD}02:30 runs at 03:00 then.`,
    });
    expect(ofCron('30 8 * * *', WINTER)).toMatchObject({
      isFelt: false,
      message: `${FORWARD}no run of this schedule is affected.`,
    });
  });

  it('says what a clock set back does to times that come twice', () => {
    expect(ofCron('30 2 * * *', SUMMER)?.message).toBe(
      `${BACK}times between them come twice; it runs the first time only.`,
    );
    expect(ofCron('*/20 * * * *', SUMMER)?.message).toBe(
      `${BACK}times between them come twice, and it runs both times.`,
    );
    expect(ofCron('0 4 * * *', SUMMER)?.isFelt).toBe(false);
  });

  it('says that an interval moves on the clock, unless the change is a multiple of it', () => {
    expect(ofInterval(1_440, WINTER)?.message).toBe(
      `${FORWARD}an interval is elapsed time, so its runs are 1 h later on the clock from then on.`,
    );
    expect(ofInterval(1_440, SUMMER)?.message).toContain('1 h earlier');
    expect(ofInterval(30, WINTER)?.isFelt).toBe(false);
  });
});
