import { type CronDays, countDays, dayOnOrAfter, dayOnOrBefore, isCronDay } from './cron-days.ts';
import { type CronFields, cronValues, isFixedTime } from './cron-fields.ts';
import type { MinuteValues } from './cron-values.ts';
import { matchingDays, matchingWeekdays, type MonthDays } from './month-days.ts';
import {
  countTimes,
  countTimesBefore,
  type DayTimes,
  firstTime,
  lastTime,
  timeAtOrAfter,
  timeAtOrBefore,
} from './day-times.ts';

/**
 * 2^32 divided by the golden ratio: the upper bits of a product with it depend on all bits of the factor (Knuth 6.4).
 */
export const MIXER = 0x9e3779b1;

/**
 * A cron on a clock without changes. Its unit is the wall minute: minutes since 1970-01-01 00:00 by the wall clock, in
 * any zone.
 */
export class WallCron implements CronDays, DayTimes {
  /**
   * True if it names fixed times of the day; false if it repeats. This decides how a change of the clock affects it.
   */
  readonly isFixed: boolean;
  readonly hours: number;
  readonly minutes: MinuteValues;
  readonly months: number;
  readonly days: MonthDays;
  readonly weekdays: MonthDays;

  constructor(fields: CronFields) {
    this.isFixed = isFixedTime(fields);
    this.hours = cronValues('cronHour', fields.cronHour).hours;
    this.minutes = cronValues('cronMinute', fields.cronMinute);
    this.months = cronValues('cronMonth', fields.cronMonth).months;
    this.days = matchingDays(fields.cronDay);
    this.weekdays = matchingWeekdays(fields.cronDayOfWeek);
  }

  /** Comparing references is enough: `cronValues` and `month-days.ts` return one object for equal texts. */
  equals(other: WallCron): boolean {
    return (
      this.minutes === other.minutes &&
      this.hours === other.hours &&
      this.days === other.days &&
      this.months === other.months &&
      this.weekdays === other.weekdays &&
      this.isFixed === other.isFixed
    );
  }

  /** A 32-bit hash: the same for equal ones, and rarely the same for others in its upper bits. */
  get mixed(): number {
    const { minutes, hours, months, days, weekdays } = this;
    let mixed = Math.imul(minutes.low ^ (minutes.high << 1), MIXER);
    mixed = Math.imul(mixed ^ hours ^ (months << 20), MIXER);
    mixed = Math.imul(mixed ^ (days[3] as number) ^ ((weekdays[3] as number) << 1), MIXER); // both have 28
    return Math.imul(mixed ^ (mixed >>> 15), MIXER);
  }

  /** The first match that is `minute` or later; null when no date matches. */
  atOrAfter(minute: number): number | null {
    const today = dayOf(minute);
    let day = dayOnOrAfter(this, today);
    if (day === today) {
      const time = timeAtOrAfter(this, minute - today * DAY_MINUTES);
      if (time >= 0) return today * DAY_MINUTES + time;
      day = dayOnOrAfter(this, today + 1);
    }
    return day === null ? null : day * DAY_MINUTES + firstTime(this);
  }

  /** The last match that is `minute` or earlier; null when no date matches. */
  atOrBefore(minute: number): number | null {
    const today = dayOf(minute);
    let day = dayOnOrBefore(this, today);
    if (day === today) {
      const time = timeAtOrBefore(this, minute - today * DAY_MINUTES);
      if (time >= 0) return today * DAY_MINUTES + time;
      day = dayOnOrBefore(this, today - 1);
    }
    return day === null ? null : day * DAY_MINUTES + lastTime(this);
  }

  /** The number of matches from `from` (inclusive) to `end` (exclusive): days × times, corrected at both ends. */
  count(from: number, end: number): number {
    const fullDays = countDays(this, dayOf(from), dayOf(end)) * countTimes(this);
    return fullDays - countToday(this, from) + countToday(this, end);
  }
}

/** The number of matches on the day of `minute` that are earlier than it. */
function countToday(wall: WallCron, minute: number): number {
  const today = dayOf(minute);
  return isCronDay(wall, today) ? countTimesBefore(wall, minute - today * DAY_MINUTES) : 0;
}

export const DAY_MINUTES = 1_440;

export function dayOf(minute: number): number {
  return Math.floor(minute / DAY_MINUTES);
}
