import { CronDays } from './cron-days.ts';
import type { CronFields } from './cron-fields.ts';
import { DayTimes } from './day-times.ts';

/**
 * A cron on a clock that is never changed. Its unit is the wall minute: minutes since 1970-01-01 00:00 as a clock
 * on the wall shows them, whatever the zone.
 */
export class WallCron {
  readonly #days: CronDays;
  readonly #times: DayTimes;

  constructor(fields: CronFields) {
    this.#days = new CronDays(fields);
    this.#times = new DayTimes(fields);
  }

  /** The first match that is `minute` or later; null when no date matches. */
  atOrAfter(minute: number): number | null {
    const today = dayOf(minute);
    let day = this.#days.onOrAfter(today);
    if (day === today) {
      const time = this.#times.atOrAfter(minute - today * DAY_MINUTES);
      if (time >= 0) return today * DAY_MINUTES + time;
      day = this.#days.onOrAfter(today + 1);
    }
    return day === null ? null : day * DAY_MINUTES + this.#times.first;
  }

  /** The last match that is `minute` or earlier; null when no date matches. */
  atOrBefore(minute: number): number | null {
    const today = dayOf(minute);
    let day = this.#days.onOrBefore(today);
    if (day === today) {
      const time = this.#times.atOrBefore(minute - today * DAY_MINUTES);
      if (time >= 0) return today * DAY_MINUTES + time;
      day = this.#days.onOrBefore(today - 1);
    }
    return day === null ? null : day * DAY_MINUTES + this.#times.last;
  }

  /** How many matches there are from `from` (inclusive) to `end` (exclusive): days × times, corrected at both ends. */
  count(from: number, end: number): number {
    const fullDays = this.#days.count(dayOf(from), dayOf(end)) * this.#times.size;
    return fullDays - this.#countToday(from) + this.#countToday(end);
  }

  /** Matches of the day of `minute` that are earlier than it. */
  #countToday(minute: number): number {
    const today = dayOf(minute);
    return this.#days.has(today) ? this.#times.countBefore(minute - today * DAY_MINUTES) : 0;
  }
}

export const DAY_MINUTES = 1_440;

export function dayOf(minute: number): number {
  return Math.floor(minute / DAY_MINUTES);
}
