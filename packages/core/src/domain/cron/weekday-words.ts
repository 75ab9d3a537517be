import { members } from './bits.ts';
import type { WeekdayValues } from './cron-values.ts';
import { listed } from './listed-words.ts';

const NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const POSITIONS = ['first', 'second', 'third', 'fourth', 'fifth', 'last'] as const;
/** Bits 0-5: every one in the month. */
const EVERY = 63;

/** Days of the week in words; empty when every day matches. */
export function weekdayWords({ occurrences }: WeekdayValues): string {
  const inOrder = [1, 2, 3, 4, 5, 6, 0]; // a week is listed from Monday
  const whole = inOrder.filter((day) => occurrences[day] === EVERY);
  const some = inOrder.flatMap((day) =>
    occurrences[day] === EVERY ? [] : positionsOf(day, occurrences[day]),
  );
  if (some.length === 0) return wholeDays(whole);
  const inMonth = `on the ${listed(some)} of the month`;
  return whole.length === 0 ? inMonth : `${inMonth} and on every ${listed(whole.map(nameOf))}`;
}

function wholeDays(days: readonly number[]): string {
  if (days.length === 7) return '';
  const begins = days.filter((day) => !days.includes((day + 6) % 7));
  const [first = 0] = begins;
  if (begins.length > 1 || days.length < 3) return `only on ${listed(days.map(nameOf))}`;
  return `${nameOf(first)} through ${nameOf((first + days.length - 1) % 7)}`;
}

function positionsOf(day: number, occurrences = 0): string[] {
  return members(occurrences).map((position) => `${POSITIONS[position]} ${nameOf(day)}`);
}

function nameOf(day: number): string {
  return NAMES[day] ?? '';
}
