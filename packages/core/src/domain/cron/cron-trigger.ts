import type { Trigger } from '../trigger.ts';
import type { CronFields } from './cron-fields.ts';
import { CYCLE_DAYS } from './month-table.ts';
import { DAY_MINUTES, dayOf, MIXER, WallCron } from './wall-cron.ts';
import { type OffsetPeriod, type ZoneOffsets, zoneOffsets } from './zone-offsets.ts';

/**
 * Creates the trigger of a cron in an IANA zone. Equal triggers share one object while it is in the cache, as do the
 * values of equal field texts. Throws a RangeError on a field that `cronFieldProblem` rejects and on a zone that
 * `isTimeZone` rejects.
 */
export function createCronTrigger(fields: CronFields, timezone: string): Trigger {
  const zone = zoneOffsets(timezone);
  const wall = new WallCron(fields);
  const place =
    (wall.mixed + Math.imul(timezone.length, MIXER) + timezone.charCodeAt(0)) >>> (32 - PLACES_BITS);
  const known = SHARED[place];
  return known?.equals(wall, zone) === true ? known : (SHARED[place] = new CronTrigger(wall, zone));
}

/**
 * 4,096 slots, each with its newest trigger: the cache cannot grow with edits or bad input, and a look-up builds no
 * key.
 */
const PLACES_BITS = 12;
const SHARED: (CronTrigger | undefined)[] = Array.from({ length: 1 << PLACES_BITS });

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** After one whole cycle without a match there is none: a time that falls into a gap every year never fires. */
const CYCLE_MS = CYCLE_DAYS * DAY_MS;
/** More than the difference of any two offsets: a change of the clock further away than this cannot affect a match. */
const FAR_MS = 2 * DAY_MS;
/** The largest instant that a `Date` can hold. */
const LAST_DATE = 8.64e15;

/**
 * A zone's time is a sequence of periods, each with one offset. Within a period the cron fires whenever the wall clock
 * matches. The change of the clock at its start is the exception (docs/schedules.md, "Time zones and changes of the
 * clock"):
 *
 *              clock set forward: the gap           clock set back: the overlap
 *   fixed      all of it fires as one, at its end   the second pass does not fire
 *   not fixed  does not fire                        both passes fire
 *
 * So a fixed cron fires once for each matching wall minute; `wallBefore` is the wall time at which the period before
 * ended.
 */
class CronTrigger implements Trigger {
  readonly #wall: WallCron;
  readonly #zone: ZoneOffsets;

  constructor(wall: WallCron, zone: ZoneOffsets) {
    this.#wall = wall;
    this.#zone = zone;
  }

  equals(wall: WallCron, zone: ZoneOffsets): boolean {
    return this.#zone === zone && this.#wall.equals(wall);
  }

  next(after: number): number | null {
    let period = this.#zone.periodAt(after);
    let from = minuteUpTo(after + period.offsetMs) + 1;
    for (;;) {
      const first = Math.max(from, firstMinute(this.#wall, period));
      const minute = this.#wall.atOrAfter(first);
      if (minute === null) return null;
      const at = minute * MINUTE_MS - period.offsetMs;
      if (at < period.endAt) return at <= LAST_DATE ? at : null;
      if (period.endAt > after + CYCLE_MS) return null;
      from = -Infinity;
      // Nothing matches from `first` to `minute`, so a change of the clock in between does not matter unless it is
      // close to one of them.
      const isQuiet = period.endAt + period.offsetMs - FAR_MS >= first * MINUTE_MS;
      const quietUntil = minute * MINUTE_MS - FAR_MS;
      const mayJump = isQuiet && quietUntil > period.endAt;
      period = this.#zone.periodAt(mayJump ? quietUntil : period.endAt);
      if (!mayJump && firesAtEndOfGap(this.#wall, period)) return period.startAt;
    }
  }

  previous(at: number): number | null {
    let period = this.#zone.periodAt(at);
    let upTo = minuteUpTo(at + period.offsetMs);
    for (;;) {
      const minute = this.#wall.atOrBefore(upTo);
      if (minute === null) return null;
      const found = minute * MINUTE_MS - period.offsetMs;
      if (minute >= firstMinute(this.#wall, period)) return found >= -LAST_DATE ? found : null;
      const isQuiet = period.startAt + period.offsetMs + FAR_MS <= upTo * MINUTE_MS;
      const quietFrom = minute * MINUTE_MS + FAR_MS;
      const mayJump = isQuiet && quietFrom < period.startAt;
      if (!mayJump && firesAtEndOfGap(this.#wall, period)) return period.startAt;
      if (period.startAt < at - CYCLE_MS) return null;
      period = this.#zone.periodAt(mayJump ? quietFrom : period.startAt - 1);
      upTo = minuteFrom(period.endAt + period.offsetMs) - 1;
    }
  }

  count(after: number, upTo: number): number {
    if (upTo <= after) return 0;
    let total = 0;
    let period = this.#zone.periodAt(after);
    let from = minuteUpTo(after + period.offsetMs) + 1;
    for (;;) {
      const isLast = upTo < period.endAt;
      const first = Math.max(from, firstMinute(this.#wall, period));
      const end = isLast
        ? minuteUpTo(upTo + period.offsetMs) + 1
        : minuteFrom(period.endAt + period.offsetMs);
      if (first < end) total += this.#wall.count(first, end);
      if (isLast) return total;
      period = this.#zone.periodAt(period.endAt);
      const firesAtStart = firesAtEndOfGap(this.#wall, period);
      if (firesAtStart) total += 1;
      // A match exactly at the end of the gap is that same occurrence.
      from = firesAtStart ? minuteUpTo(period.startAt + period.offsetMs) + 1 : -Infinity;
    }
  }
}

/** The first wall minute of a period from which the cron fires normally. */
function firstMinute({ isFixed }: WallCron, { startAt, offsetMs, wallBefore }: OffsetPeriod): number {
  const wallStart = startAt + offsetMs;
  return minuteFrom(isFixed ? Math.max(wallStart, wallBefore) : wallStart);
}

/** True if a fixed time lies in the gap before a period, on a date that the gap does not swallow whole. */
function firesAtEndOfGap(wall: WallCron, { startAt, offsetMs, wallBefore }: OffsetPeriod): boolean {
  const wallStart = startAt + offsetMs;
  if (!wall.isFixed || wallBefore >= wallStart) return false;
  let minute = wall.atOrAfter(minuteFrom(wallBefore));
  while (minute !== null && minute * MINUTE_MS < wallStart) {
    const midnight = dayOf(minute) * DAY_MS;
    if (midnight < wallBefore || midnight + DAY_MS > wallStart) return true;
    minute = wall.atOrAfter((dayOf(minute) + 1) * DAY_MINUTES);
  }
  return false;
}

/** The last whole minute at or before a wall time. */
function minuteUpTo(wallMs: number): number {
  return Math.floor(wallMs / MINUTE_MS);
}

/** The first whole minute at or after a wall time. */
function minuteFrom(wallMs: number): number {
  return Math.ceil(wallMs / MINUTE_MS);
}
