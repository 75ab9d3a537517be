import { bitsBelow, bitsFrom, countBits, highestBit, lowestBit } from './bits.ts';
import type { MinuteValues } from './cron-values.ts';

/** The times of day at which a cron fires. A time is minutes since midnight (0-1439) on a clock without changes. */
export interface DayTimes {
  /** Bit n is hour n. */
  readonly hours: number;
  readonly minutes: MinuteValues;
}

export function firstTime({ hours, minutes }: DayTimes): number {
  return lowestBit(hours) * 60 + minuteFrom(minutes, 0);
}

export function lastTime({ hours, minutes }: DayTimes): number {
  return highestBit(hours) * 60 + minuteUpTo(minutes, 59);
}

/** The number of times in a day. */
export function countTimes({ hours, minutes }: DayTimes): number {
  return countBits(hours) * minutesBelow(minutes, 60);
}

/** The first time that is `time` or later; -1 if there is none. */
export function timeAtOrAfter({ hours, minutes }: DayTimes, time: number): number {
  const hour = Math.floor(time / 60);
  if ((hours >>> hour) & 1) {
    const minute = minuteFrom(minutes, time - hour * 60);
    if (minute >= 0) return hour * 60 + minute;
  }
  const later = bitsFrom(hours, hour + 1);
  return later === 0 ? -1 : lowestBit(later) * 60 + minuteFrom(minutes, 0);
}

/** The last time that is `time` or earlier; -1 if there is none. */
export function timeAtOrBefore({ hours, minutes }: DayTimes, time: number): number {
  const hour = Math.floor(time / 60);
  if ((hours >>> hour) & 1) {
    const minute = minuteUpTo(minutes, time - hour * 60);
    if (minute >= 0) return hour * 60 + minute;
  }
  const earlier = bitsBelow(hours, hour);
  return earlier === 0 ? -1 : highestBit(earlier) * 60 + minuteUpTo(minutes, 59);
}

/** The number of times earlier than `time`. */
export function countTimesBefore({ hours, minutes }: DayTimes, time: number): number {
  const hour = Math.floor(time / 60);
  const fullHours = countBits(bitsBelow(hours, hour)) * minutesBelow(minutes, 60);
  return (hours >>> hour) & 1 ? fullHours + minutesBelow(minutes, time - hour * 60) : fullHours;
}

function minuteFrom(minutes: MinuteValues, minute: number): number {
  const low = bitsFrom(minutes.low, minute);
  if (low !== 0) return lowestBit(low);
  const high = bitsFrom(minutes.high, Math.max(0, minute - 30));
  return high === 0 ? -1 : 30 + lowestBit(high);
}

function minuteUpTo(minutes: MinuteValues, minute: number): number {
  const high = bitsBelow(minutes.high, Math.max(0, minute - 29));
  if (high !== 0) return 30 + highestBit(high);
  const low = bitsBelow(minutes.low, minute + 1);
  return low === 0 ? -1 : highestBit(low);
}

function minutesBelow({ low, high }: MinuteValues, minute: number): number {
  return countBits(bitsBelow(low, minute)) + countBits(bitsBelow(high, Math.max(0, minute - 30)));
}
