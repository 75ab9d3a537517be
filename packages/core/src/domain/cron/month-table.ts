/**
 * The Gregorian calendar as a table over its cycle of 400 years: finding a month is a look-up, without `Date`. Day 0 is
 * 1 January 1970, month 0 is January 1970; earlier ones are negative.
 */
export const CYCLE_DAYS = 146_097;
export const CYCLE_MONTHS = 4_800;

/** The 28 shapes of a month: its first weekday (0 is Sunday) × its length. All of them occur in a cycle. */
export const MONTH_SHAPES = Array.from({ length: 28 }, (_, shape) => ({
  firstWeekday: shape >> 2,
  length: 28 + (shape & 3),
}));

/** The month that a day is in. */
export function monthOf(day: number): number {
  const cycle = Math.floor(day / CYCLE_DAYS);
  const dayOfCycle = day - cycle * CYCLE_DAYS;
  // The lengths of months vary so little that this estimate is off by at most one.
  let month = Math.floor((dayOfCycle * CYCLE_MONTHS) / CYCLE_DAYS);
  if (dayOfCycle < at(FIRST_DAYS, month)) month -= 1;
  else if (dayOfCycle >= at(FIRST_DAYS, month + 1)) month += 1;
  return cycle * CYCLE_MONTHS + month;
}

/** The first day of a month. */
export function firstDayOf(month: number): number {
  const cycle = Math.floor(month / CYCLE_MONTHS);
  return cycle * CYCLE_DAYS + at(FIRST_DAYS, month - cycle * CYCLE_MONTHS);
}

/** The index of a month's shape in `MONTH_SHAPES`. */
export function shapeOf(month: number): number {
  return at(SHAPES, month - Math.floor(month / CYCLE_MONTHS) * CYCLE_MONTHS);
}

/** The first days of all months of the cycle, from January 1970, and of the month after it. */
const FIRST_DAYS = Int32Array.from(
  { length: CYCLE_MONTHS + 1 },
  (_, month) => Date.UTC(1970, month) / 86_400_000,
);

/** 1 January 1970 was a Thursday. */
const SHAPES = Uint8Array.from({ length: CYCLE_MONTHS }, (_, month) => {
  const firstWeekday = (at(FIRST_DAYS, month) + 4) % 7;
  return (firstWeekday << 2) + at(FIRST_DAYS, month + 1) - at(FIRST_DAYS, month) - 28;
});

/** Callers stay inside the table; the types cannot express that. */
function at(table: Int32Array | Uint8Array, index: number): number {
  return table[index] as number;
}
