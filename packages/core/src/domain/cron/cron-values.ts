import type { CronPattern } from 'croner';

/** The values that each field of a cron matches, as bits. */
export interface CronValues {
  readonly cronMinute: MinuteValues;
  /** Bit n is hour n. */
  readonly cronHour: { readonly hours: number };
  readonly cronDay: DayValues;
  /** Bit n is month n + 1. */
  readonly cronMonth: { readonly months: number };
  readonly cronDayOfWeek: WeekdayValues;
}

/** Minutes 0-29 are the bits of `low`, minutes 30-59 those of `high`: bit operations work on 32 bits. */
export interface MinuteValues {
  readonly low: number;
  readonly high: number;
}

/** Days of the month; bit n is day n + 1. */
export interface DayValues {
  readonly days: number;
  /** The days with a `W`: the working day nearest to them, in the same month. */
  readonly nearestWeekdays: number;
  /** `L` */
  readonly hasLastDay: boolean;
  /** `LW` */
  readonly hasLastWeekday: boolean;
}

/** For each day of the week from Sunday: bits 0-4 are the first to the fifth one in a month, bit 5 the last. */
export interface WeekdayValues {
  readonly occurrences: readonly number[];
}

/** Converts croner's parsed pattern, so that the grammar is parsed in one place only. */
export const VALUES_OF: { readonly [F in keyof CronValues]: (pattern: CronPattern) => CronValues[F] } = {
  cronMinute: ({ minute }) => ({ low: bits(minute.slice(0, 30)), high: bits(minute.slice(30)) }),
  cronHour: ({ hour }) => ({ hours: bits(hour) }),
  cronDay: (pattern) => ({
    days: bits(pattern.day),
    nearestWeekdays: bits(pattern.nearestWeekdays),
    hasLastDay: pattern.lastDayOfMonth,
    hasLastWeekday: pattern.lastWeekday,
  }),
  cronMonth: ({ month }) => ({ months: bits(month) }),
  cronDayOfWeek: ({ dayOfWeek }) => ({ occurrences: dayOfWeek.slice(0, 7) }),
};

function bits(flags: readonly number[]): number {
  return flags.reduce((mask, flag, index) => (flag ? mask | (1 << index) : mask), 0);
}
