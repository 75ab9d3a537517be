import { bitsBelow, bitsFrom, countBits, highestBit, lowestBit } from './bits.ts';
import { type CronFields, cronValues } from './cron-fields.ts';

/** The times of day at which a cron fires, as minutes since midnight (0-1439) on a clock that is never changed. */
export class DayTimes {
  readonly first: number;
  readonly last: number;
  /** How many there are in a day. */
  readonly size: number;
  readonly #hours: number;
  readonly #low: number;
  readonly #high: number;

  constructor(fields: CronFields) {
    this.#hours = cronValues('cronHour', fields.cronHour).hours;
    ({ low: this.#low, high: this.#high } = cronValues('cronMinute', fields.cronMinute));
    this.first = lowestBit(this.#hours) * 60 + this.#minuteFrom(0);
    this.last = highestBit(this.#hours) * 60 + this.#minuteUpTo(59);
    this.size = countBits(this.#hours) * this.#minutesBelow(60);
  }

  /** The first time that is `time` or later; -1 when the day has no more. */
  atOrAfter(time: number): number {
    const hour = Math.floor(time / 60);
    if ((this.#hours >>> hour) & 1) {
      const minute = this.#minuteFrom(time - hour * 60);
      if (minute >= 0) return hour * 60 + minute;
    }
    const later = bitsFrom(this.#hours, hour + 1);
    return later === 0 ? -1 : lowestBit(later) * 60 + (this.first % 60);
  }

  /** The last time that is `time` or earlier; -1 when the day has none. */
  atOrBefore(time: number): number {
    const hour = Math.floor(time / 60);
    if ((this.#hours >>> hour) & 1) {
      const minute = this.#minuteUpTo(time - hour * 60);
      if (minute >= 0) return hour * 60 + minute;
    }
    const earlier = bitsBelow(this.#hours, hour);
    return earlier === 0 ? -1 : highestBit(earlier) * 60 + (this.last % 60);
  }

  /** How many times are earlier than `time`. */
  countBefore(time: number): number {
    const hour = Math.floor(time / 60);
    const fullHours = countBits(bitsBelow(this.#hours, hour)) * this.#minutesBelow(60);
    return (this.#hours >>> hour) & 1 ? fullHours + this.#minutesBelow(time - hour * 60) : fullHours;
  }

  #minuteFrom(minute: number): number {
    const low = bitsFrom(this.#low, minute);
    if (low !== 0) return lowestBit(low);
    const high = bitsFrom(this.#high, Math.max(0, minute - 30));
    return high === 0 ? -1 : 30 + lowestBit(high);
  }

  #minuteUpTo(minute: number): number {
    const high = bitsBelow(this.#high, Math.max(0, minute - 29));
    if (high !== 0) return 30 + highestBit(high);
    const low = bitsBelow(this.#low, minute + 1);
    return low === 0 ? -1 : highestBit(low);
  }

  #minutesBelow(minute: number): number {
    return (
      countBits(bitsBelow(this.#low, minute)) + countBits(bitsBelow(this.#high, Math.max(0, minute - 30)))
    );
  }
}
