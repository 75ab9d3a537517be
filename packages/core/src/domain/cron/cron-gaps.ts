import type { CronFields } from './cron-fields.ts';
import { DAY_MINUTES, dayOf, WallCron } from './wall-cron.ts';
import { zoneOffsets } from './zone-offsets.ts';

/** How a clock that was set forward affected the times of a cron. Instants are epoch milliseconds. */
export interface CronGap {
  /** The instant at which the clock was set forward. */
  readonly at: number;
  /** The wall time before and after the change, both as if they were UTC. */
  readonly wallFrom: number;
  readonly wallTo: number;
  /** Matching times in the gap that do not fire, as wall times: the first few, and their total number. */
  readonly lost: readonly number[];
  readonly lostCount: number;
  /**
   * Matching times in the gap that fire as one occurrence at `at`, the end of the gap: the first few, and their total
   * number.
   */
  readonly merged: readonly number[];
  readonly mergedCount: number;
}

/** Enough for an hour in steps of five minutes; a gap of a day may have 1,440 times. */
const SHOWN = 12;
const MINUTE_MS = 60_000;
const DAY_MS = DAY_MINUTES * MINUTE_MS;

/** The gaps in [`from`, `to`) that contain a time of this cron. One step per change of offset. */
export function cronGaps(fields: CronFields, timezone: string, from: number, to: number): CronGap[] {
  const wall = new WallCron(fields);
  const zone = zoneOffsets(timezone);
  const gaps: CronGap[] = [];
  for (let period = zone.periodAt(from - 1); period.endAt < to;) {
    period = zone.periodAt(period.endAt);
    const { startAt: at, offsetMs, wallBefore: wallFrom } = period;
    const wallTo = at + offsetMs;
    if (wallFrom >= wallTo) continue;
    const gap = { at, wallFrom, wallTo };
    const found = timesIn(gap, wall);
    if (found.lostCount + found.mergedCount > 0) gaps.push({ ...gap, ...found });
  }
  return gaps;
}

type Span = Pick<CronGap, 'wallFrom' | 'wallTo'>;

/** A fixed time fires at the end of the gap, unless its whole date falls into the gap. */
function timesIn({ wallFrom, wallTo }: Span, wall: WallCron) {
  const lost: number[] = [];
  const merged: number[] = [];
  const counts = { lostCount: 0, mergedCount: 0 };
  let minute = wall.atOrAfter(Math.ceil(wallFrom / MINUTE_MS));
  while (minute !== null && minute * MINUTE_MS < wallTo) {
    const midnight = dayOf(minute) * DAY_MS;
    const isMerged = wall.isFixed && (midnight < wallFrom || midnight + DAY_MS > wallTo);
    const shown = isMerged ? merged : lost;
    if (shown.length < SHOWN) shown.push(minute * MINUTE_MS);
    counts[isMerged ? 'mergedCount' : 'lostCount'] += 1;
    minute = wall.atOrAfter(minute + 1);
  }
  return { lost, merged, ...counts };
}
