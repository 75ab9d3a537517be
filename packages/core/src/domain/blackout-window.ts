import type { BlackoutDefinition } from './blackout-definition.ts';
import {
  closedInAny,
  firstEndingAfter,
  joinedStretches,
  type ClosedTimes,
  type Stretch,
} from './closed-times.ts';
import { zoneOffsets, type ZoneOffsets } from './cron/zone-offsets.ts';
import { DAY_MS, weeklyHours } from './weekly-hours.ts';

/** More than the difference of any two offsets. */
const FAR_MS = 2 * DAY_MS;

/** A window under its name. */
export interface BlackoutWindow {
  readonly name: string;
  readonly definition: BlackoutDefinition;
}

/** When a window is closed. */
interface WindowTimes {
  readonly closed: ClosedTimes;
  /** Its weekly hours alone; null if it has none. */
  readonly weekly: ClosedTimes | null;
  readonly zone: ZoneOffsets;
}

/** One read of the windows serves many schedules. */
const KNOWN = new WeakMap<BlackoutDefinition, WindowTimes>();

function timesOf(definition: BlackoutDefinition): WindowTimes {
  const known = KNOWN.get(definition);
  if (known !== undefined) return known;
  const { timezone, dates, weekly } = definition;
  const zone = zoneOffsets(timezone);
  const ranges = joinedStretches(
    dates.map(({ from, to }) => ({ from: wallOf(from) ?? 0, until: endOf(to) })),
  );
  const nextHours = weeklyHours(weekly);
  const lastWall = ranges.at(-1)?.until ?? -Infinity;
  const times = {
    closed: closedOnWall(zone, (wall) => earlier(firstEndingAfter(ranges, wall), nextHours(wall)), lastWall),
    weekly: weekly.length === 0 ? null : closedOnWall(zone, nextHours, -Infinity),
    zone,
  };
  KNOWN.set(definition, times);
  return times;
}

/**
 * When a window is closed: at every instant whose local time lies in it. So an hour that comes twice is closed twice, and one
 * that is left out closes nothing.
 */
export function closedTimesOf(definition: BlackoutDefinition): ClosedTimes {
  return timesOf(definition).closed;
}

/** `nextOnWall`: the first stretch that ends after a wall time; null after `lastWall`. */
function closedOnWall(
  zone: ZoneOffsets,
  nextOnWall: (wall: number) => Stretch | null,
  lastWall: number,
): ClosedTimes {
  return {
    next: (at) => {
      let begin = at;
      for (;;) {
        const { startAt, endAt, offsetMs } = zone.periodAt(begin);
        const onWall = nextOnWall(begin + offsetMs);
        if (onWall !== null && onWall.from - offsetMs < endAt) {
          return {
            from: Math.max(onWall.from - offsetMs, startAt),
            until: Math.min(onWall.until - offsetMs, endAt),
          };
        }
        if (onWall === null && begin + offsetMs >= lastWall + FAR_MS) return null;
        // Nothing ends in between, so a clock that is set back meanwhile shows no closed time again.
        const isQuiet = onWall !== null && nextOnWall(endAt + offsetMs - FAR_MS)?.from === onWall.from;
        begin = isQuiet ? Math.max(endAt, onWall.from - FAR_MS) : endAt;
      }
    },
  };
}

function earlier(a: Stretch | null, b: Stretch | null): Stretch | null {
  return a === null || (b !== null && b.from < a.from) ? b : a;
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

/** What of closed times repeats each week by the clocks of some zones. */
export interface WeeklyTimes {
  readonly closed: ClosedTimes;
  readonly zones: readonly ZoneOffsets[];
}

/** The weekly hours of the windows; null if they have none. */
export function weeklyTimes(windows: readonly BlackoutWindow[]): WeeklyTimes | null {
  const found = windows.flatMap(({ definition }) => {
    const { weekly, zone } = timesOf(definition);
    return weekly === null ? [] : [{ weekly, zone }];
  });
  if (found.length === 0) return null;
  return {
    closed: closedInAny(found.map(({ weekly }) => weekly)),
    zones: [...new Set(found.map(({ zone }) => zone))],
  };
}
