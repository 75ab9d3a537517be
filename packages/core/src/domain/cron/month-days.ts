import { cronValues } from './cron-fields.ts';
import type { DayValues, WeekdayValues } from './cron-values.ts';
import { MONTH_SHAPES } from './month-table.ts';
import { RecentCache } from './recent-cache.ts';

/**
 * The days of a month that match a day field, for each of the `MONTH_SHAPES`: bit n is day n + 1. `L`, `W` and `#`
 * depend on a month's shape only, so they cost as little as plain numbers.
 */
export type MonthDays = readonly number[];

/** The days that the text of `cronDay` matches. */
export function matchingDays(cronDay: string): MonthDays {
  return DAYS.get(cronDay) ?? DAYS.keep(cronDay, inEachShape(daysOfMonth, cronValues('cronDay', cronDay)));
}

/** The days that the text of `cronDayOfWeek` matches. */
export function matchingWeekdays(cronDayOfWeek: string): MonthDays {
  return (
    WEEKDAYS.get(cronDayOfWeek) ??
    WEEKDAYS.keep(cronDayOfWeek, inEachShape(daysOfWeek, cronValues('cronDayOfWeek', cronDayOfWeek)))
  );
}

function inEachShape<V>(daysOf: (values: V, shape: MonthShape) => number, values: V): MonthDays {
  return MONTH_SHAPES.map((shape) => daysOf(values, shape));
}

type MonthShape = (typeof MONTH_SHAPES)[number];

const DAYS = new RecentCache<MonthDays>(2_000);
const WEEKDAYS = new RecentCache<MonthDays>(2_000);

function daysOfMonth(values: DayValues, shape: MonthShape): number {
  let days = values.days;
  if (values.hasLastDay) days |= bit(shape.length);
  if (values.hasLastWeekday) days |= bit(nearestWeekday(shape.length, shape));
  for (let day = 1; day <= shape.length; day++) {
    if (values.nearestWeekdays & bit(day)) days |= bit(nearestWeekday(day, shape));
  }
  return days;
}

/** The nearest working day within the month: Saturday the 1st gives Monday the 3rd. */
function nearestWeekday(day: number, shape: MonthShape): number {
  const weekday = weekdayOf(day, shape);
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === shape.length ? day - 2 : day + 1;
  return day;
}

/** Limited to the days that the month has: the intersection with the other field then removes 30 February there too. */
function daysOfWeek(values: WeekdayValues, shape: MonthShape): number {
  let days = 0;
  for (let day = 1; day <= shape.length; day++) {
    const isLast = day + 7 > shape.length;
    const occurrence = bit(Math.ceil(day / 7)) | (isLast ? LAST_OCCURRENCE : 0);
    if ((values.occurrences[weekdayOf(day, shape)] ?? 0) & occurrence) days |= bit(day);
  }
  return days;
}

const LAST_OCCURRENCE = 1 << 5;

function weekdayOf(day: number, shape: MonthShape): number {
  return (shape.firstWeekday + day - 1) % 7;
}

/** Counted from 1, as days and occurrences are. */
function bit(position: number): number {
  return 1 << (position - 1);
}
