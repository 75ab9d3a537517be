import { bitsBelow, bitsFrom, countBits, highestBit, lowestBit } from './bits.ts';
import type { MonthDays } from './month-days.ts';
import { CYCLE_MONTHS, firstDayOf, monthOf, shapeOf } from './month-table.ts';

/** The dates on which a cron fires: those in its months that match both day fields. A day is days since 1 January 1970. */
export interface CronDays {
  /** Bit n is month n + 1. */
  readonly months: number;
  readonly days: MonthDays;
  readonly weekdays: MonthDays;
}

export function isCronDay(cron: CronDays, day: number): boolean {
  const month = monthOf(day);
  return ((daysIn(cron, month) >>> (day - firstDayOf(month))) & 1) === 1;
}

/** The first matching day that is `day` or later; null if the whole cycle has none. */
export function dayOnOrAfter(cron: CronDays, day: number): number | null {
  let month = monthOf(day);
  const lastMonth = month + CYCLE_MONTHS;
  let found = bitsFrom(daysIn(cron, month), day - firstDayOf(month));
  while (found === 0 && month < lastMonth) found = daysIn(cron, ++month);
  return found === 0 ? null : firstDayOf(month) + lowestBit(found);
}

/** The last matching day that is `day` or earlier; null if the whole cycle has none. */
export function dayOnOrBefore(cron: CronDays, day: number): number | null {
  let month = monthOf(day);
  const firstMonth = month - CYCLE_MONTHS;
  let found = bitsBelow(daysIn(cron, month), day - firstDayOf(month) + 1);
  while (found === 0 && month > firstMonth) found = daysIn(cron, --month);
  return found === 0 ? null : firstDayOf(month) + highestBit(found);
}

/** The number of matching days from `from` (inclusive) to `end` (exclusive). One step a month. */
export function countDays(cron: CronDays, from: number, end: number): number {
  const lastMonth = monthOf(end);
  let total = countBits(bitsBelow(daysIn(cron, lastMonth), end - firstDayOf(lastMonth)));
  let month = monthOf(from);
  total -= countBits(bitsBelow(daysIn(cron, month), from - firstDayOf(month)));
  for (; month < lastMonth; month++) total += countBits(daysIn(cron, month));
  return total;
}

function daysIn({ months, days, weekdays }: CronDays, month: number): number {
  const monthOfYear = month - Math.floor(month / 12) * 12;
  if (((months >>> monthOfYear) & 1) === 0) return 0;
  const shape = shapeOf(month);
  // Both lists have an entry for every shape; the types cannot express that.
  return (days[shape] as number) & (weekdays[shape] as number);
}
