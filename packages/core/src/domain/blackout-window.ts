import type { BlackoutDefinition } from './blackout-definition.ts';
import { closedInAny, type ClosedTimes, type Stretch } from './closed-times.ts';
import { zoneOffsets } from './cron/zone-offsets.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** A window under its name. */
export interface BlackoutWindow {
  readonly name: string;
  readonly definition: BlackoutDefinition;
}

/**
 * When a window is closed: at every instant whose local time lies in it. So an hour that comes twice is closed twice, and one
 * that is left out closes nothing.
 */
export function closedTimesOf({ timezone, dates, weekly }: BlackoutDefinition): ClosedTimes {
  const offsets = zoneOffsets(timezone);
  const ranges = dates
    .map(({ from, to }) => ({ from: wallOf(from) ?? 0, until: endOf(to) }))
    .toSorted((a, b) => a.from - b.from);
  const hours = weekly.map(hoursOf);
  const lastWall = Math.max(-Infinity, ...ranges.map(({ until }) => until));

  const nextOnWall = (wall: number): Stretch | null => {
    let found: Stretch | null = ranges.find(({ until }) => until > wall) ?? null;
    for (const each of hours) {
      const stretch = nextHours(each, wall);
      if (found === null || stretch.from < found.from) found = stretch;
    }
    return found;
  };

  return {
    next: (at) => {
      let begin = at;
      for (;;) {
        const { startAt, endAt, offsetMs } = offsets.periodAt(begin);
        if (hours.length === 0 && begin + offsetMs >= lastWall + DAY_MS) return null;
        const onWall = nextOnWall(begin + offsetMs);
        if (onWall !== null && onWall.from - offsetMs < endAt) {
          return {
            from: Math.max(onWall.from - offsetMs, startAt),
            until: Math.min(onWall.until - offsetMs, endAt),
          };
        }
        begin = endAt;
      }
    },
  };
}

interface Hours {
  /** By day of the week, Sunday first. */
  readonly isOn: readonly boolean[];
  readonly from: number;
  /** Beyond a day's length if it ends on the next day. */
  readonly until: number;
}

function hoursOf({ days, from, to }: BlackoutDefinition['weekly'][number]): Hours {
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  return {
    isOn: WEEKDAYS.map((day) => days.includes(day)),
    from: begin * MINUTE_MS,
    until: end * MINUTE_MS + (end <= begin ? DAY_MS : 0),
  };
}

/** There is always one: a week has each day. */
function nextHours({ isOn, from, until }: Hours, wall: number): Stretch {
  const today = Math.floor(wall / DAY_MS);
  for (let day = today - 1; ; day++) {
    const midnight = day * DAY_MS;
    // The first of January 1970 was a Thursday.
    if (isOn[(((day + 4) % 7) + 7) % 7] === true && midnight + until > wall)
      return { from: midnight + from, until: midnight + until };
  }
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** A local time as milliseconds on a clock without changes; null for a date that does not exist. */
export function wallOf(text: string): number | null {
  const iso = text.length === 10 ? `${text}T00:00:00.000Z` : `${text}:00.000Z`;
  const wall = Date.parse(iso);
  return Number.isNaN(wall) || new Date(wall).toISOString() !== iso ? null : wall;
}

/** The end of a local date or time: a date includes its whole day. */
export function endOf(text: string): number {
  return (wallOf(text) ?? 0) + (text.length === 10 ? DAY_MS : 0);
}

/** When any of the windows is closed. */
export function blackoutTimes(windows: readonly BlackoutWindow[]): ClosedTimes {
  return closedInAny(windows.map(({ definition }) => closedTimesOf(definition)));
}
