import type { BlackoutDefinition } from './blackout-definition.ts';
import { firstEndingAfter, joinedStretches, type Stretch } from './closed-times.ts';

const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
export const WEEK_MS = 7 * DAY_MS;
/** 1970-01-04 was a Sunday. */
const FIRST_SUNDAY = 3 * DAY_MS;

export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Hours of days of the week on a clock without changes: the first stretch that ends after a wall time. */
export function weeklyHours(weekly: BlackoutDefinition['weekly']): (wall: number) => Stretch | null {
  // Of one week, from its Sunday on; the last may reach into the next week.
  const week = joinedStretches(weekly.flatMap(stretchesOf));
  const [first, last] = [week[0], week.at(-1)];
  if (first === undefined || last === undefined) return () => null;
  return (wall) => {
    const sunday = FIRST_SUNDAY + Math.floor((wall - FIRST_SUNDAY) / WEEK_MS) * WEEK_MS;
    if (last.until - WEEK_MS > wall - sunday) return shifted(last, sunday - WEEK_MS);
    const found = firstEndingAfter(week, wall - sunday);
    return found === null ? shifted(first, sunday + WEEK_MS) : shifted(found, sunday);
  };
}

function stretchesOf({ days, from, to }: BlackoutDefinition['weekly'][number]): Stretch[] {
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  const length = end - begin + (end <= begin ? 1_440 : 0);
  return [...new Set(days)].map((day) => {
    const first = WEEKDAYS.indexOf(day) * DAY_MS + begin * MINUTE_MS;
    return { from: first, until: first + length * MINUTE_MS };
  });
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function shifted({ from, until }: Stretch, by: number): Stretch {
  return { from: from + by, until: until + by };
}
