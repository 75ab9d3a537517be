import type { ErrorGroup, Overview, RecentOccurrence, StatsBucket } from '@zenpulse/contract';
import {
  bucketStart,
  NO_COUNTS,
  OUTCOMES,
  quantile,
  toIso,
  triggerOf,
  type ErrorGroup as StoredGroup,
  type FiguresBucket,
  type Outcome,
  type RecentOccurrence as StoredOccurrence,
} from '@zenpulse/core/domain';
import type { FiguresStore } from '@zenpulse/core/ports';

const DAY_MS = 24 * 3_600_000;

export function presentRecent(recent: readonly StoredOccurrence[]): RecentOccurrence[] {
  return recent.map(({ status, scheduledAt, durationMs, attempts, origin, count }) => {
    return { status, scheduledAt: toIso(scheduledAt), durationMs, attempts, origin, count };
  });
}

export function presentErrorGroup({ firstAt, lastAt, ...group }: StoredGroup): ErrorGroup {
  return { ...group, firstAt: toIso(firstAt), lastAt: toIso(lastAt) };
}

export function presentBucket({ at, counts, durations }: FiguresBucket): StatsBucket {
  return { at: toIso(at), ...counts, p50: quantile(durations, 0.5), p95: quantile(durations, 0.95) };
}

/** The counts since midnight in the zone, and the last 24 hours by the hour, of all schedules together. One statement. */
export async function todayAndHours(
  figures: Pick<FiguresStore, 'buckets'>,
  timezone: string,
  now: number,
): Promise<Pick<Overview, 'todaySince' | 'today' | 'hours'>> {
  const midnight = midnightBefore(now, timezone);
  const [today, day] = [bucketStart(midnight, 'hour'), bucketStart(now - DAY_MS, 'hour')];
  const found = await figures.buckets({
    scheduleId: null,
    from: Math.min(today, day),
    to: now + 1, // the hour that has begun
    step: 'hour',
  });
  return {
    todaySince: toIso(midnight),
    today: summed(found.filter(({ at }) => at >= today)),
    hours: found.filter(({ at }) => at >= day).map(presentBucket),
  };
}

/** The last midnight; where the clock skips it, the first instant after. */
function midnightBefore(now: number, timezone: string): number {
  const midnights = triggerOf({
    triggerType: 'cron',
    cronMinute: '0',
    cronHour: '0',
    cronDay: '*',
    cronMonth: '*',
    cronDayOfWeek: '*',
    timezone,
    intervalValue: null,
    intervalUnit: null,
    anchorAt: 0,
  });
  return midnights.previous(now) ?? now;
}

function summed(buckets: readonly FiguresBucket[]): Record<Outcome, number> {
  const sums = { ...NO_COUNTS };
  for (const { counts } of buckets) for (const outcome of OUTCOMES) sums[outcome] += counts[outcome];
  return sums;
}
