import { bitsBelow, bitsFrom, countBits, highestBit, lowestBit } from './bits.ts';
import { type CronFields, cronValues } from './cron-fields.ts';
import { type MonthDays, monthDays } from './month-days.ts';
import { CYCLE_MONTHS, firstDayOf, monthOf, shapeOf } from './month-table.ts';

/** The dates on which a cron fires, as days since 1 January 1970. */
export class CronDays {
  readonly #months: number;
  readonly #days: MonthDays;

  constructor(fields: CronFields) {
    this.#months = cronValues('cronMonth', fields.cronMonth).months;
    this.#days = monthDays(fields);
  }

  has(day: number): boolean {
    const month = monthOf(day);
    return ((this.#daysIn(month) >>> (day - firstDayOf(month))) & 1) === 1;
  }

  /** The first matching day that is `day` or later; null when the whole cycle has none. */
  onOrAfter(day: number): number | null {
    let month = monthOf(day);
    const lastMonth = month + CYCLE_MONTHS;
    let found = bitsFrom(this.#daysIn(month), day - firstDayOf(month));
    while (found === 0 && month < lastMonth) found = this.#daysIn(++month);
    return found === 0 ? null : firstDayOf(month) + lowestBit(found);
  }

  /** The last matching day that is `day` or earlier; null when the whole cycle has none. */
  onOrBefore(day: number): number | null {
    let month = monthOf(day);
    const firstMonth = month - CYCLE_MONTHS;
    let found = bitsBelow(this.#daysIn(month), day - firstDayOf(month) + 1);
    while (found === 0 && month > firstMonth) found = this.#daysIn(--month);
    return found === 0 ? null : firstDayOf(month) + highestBit(found);
  }

  /** How many days match from `from` (inclusive) to `end` (exclusive). One step a month. */
  count(from: number, end: number): number {
    const lastMonth = monthOf(end);
    let total = countBits(bitsBelow(this.#daysIn(lastMonth), end - firstDayOf(lastMonth)));
    let month = monthOf(from);
    total -= countBits(bitsBelow(this.#daysIn(month), from - firstDayOf(month)));
    for (; month < lastMonth; month++) total += countBits(this.#daysIn(month));
    return total;
  }

  #daysIn(month: number): number {
    const monthOfYear = month - Math.floor(month / 12) * 12;
    // The list has an entry for every shape, which the types cannot know.
    return (this.#months >>> monthOfYear) & 1 ? (this.#days[shapeOf(month)] as number) : 0;
  }
}
