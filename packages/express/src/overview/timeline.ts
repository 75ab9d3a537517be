import type { OverviewLane, OverviewNext } from '@zenpulse/contract';
import {
  RECENT_KEPT,
  toIso,
  toIsoOrNull,
  triggerOf,
  type RecentOccurrence,
  type StoredSchedule,
} from '@zenpulse/core/domain';
import { newestOccurrences, type Backend, type LastRun, type SeenRunner } from '@zenpulse/core/ports';
import { rowsById, type RowsById, type StateReading } from '@zenpulse/present';

const HOUR_MS = 3_600_000;
const MOST_LANES = 20;
/** So many lanes of schedules that ran last come before those that run next. */
const MOST_RECENT = 12;
/** More would not be told apart on a line, and no more of the past are kept. */
const MOST_MARKS = RECENT_KEPT;

export interface TimelineInput {
  readonly next: readonly OverviewNext[];
  readonly rows: RowsById;
  readonly reading: Pick<StateReading, 'runners'>;
  readonly backend: Pick<Backend, 'schedules' | 'figures'>;
  readonly now: number;
}

/** The last hour and the next one of schedules with something in them. */
export async function timelineOf({
  next,
  rows,
  reading,
  backend,
  now,
}: TimelineInput): Promise<OverviewLane[]> {
  const fresh = freshRuns(reading.runners, now - HOUR_MS);
  const counted = await backend.schedules.list({
    sort: 'lastRunAt',
    isDescending: true,
    limit: MOST_LANES,
    isUncounted: true,
  });
  const lately = [
    ...[...fresh].toSorted(([, a], [, b]) => b.runTime - a.runTime).map(([id]) => id),
    ...counted.items.map((row) => (row.isDamaged ? row.damaged.id : row.schedule.id)),
  ];
  const soon = next.flatMap(({ scheduleId, at }) => (Date.parse(at) <= now + HOUR_MS ? [scheduleId] : []));
  const ids = [...new Set([...lately.slice(0, MOST_RECENT), ...soon, ...lately])].slice(0, MOST_LANES);
  const [recent, others] = await Promise.all([
    backend.figures.recentOf(ids),
    rowsById(
      ids.filter((id) => !rows.has(id)),
      backend.schedules,
    ),
  ]);
  return ids.flatMap((id) => {
    const row = rows.get(id) ?? others.get(id);
    if (row === undefined) return []; // it was deleted
    const lane = laneOf(row, newestOccurrences(id, recent.get(id), reading.runners), now);
    return lane.past.length > 0 || lane.next.length > 0 ? [lane] : [];
  });
}

/** The newest runs that the figures do not have yet. */
function freshRuns(runners: readonly SeenRunner[], since: number): ReadonlyMap<string, LastRun> {
  const found = new Map<string, LastRun>();
  for (const [id, run] of runners.flatMap(({ freshLastRuns }) => Object.entries(freshLastRuns))) {
    if (run.runTime >= since && run.runTime > (found.get(id)?.runTime ?? 0)) found.set(id, run);
  }
  return found;
}

function laneOf(row: StoredSchedule, recent: readonly RecentOccurrence[], now: number): OverviewLane {
  const { id: scheduleId, jobKey, variant } = row.isDamaged ? row.damaged : row.schedule;
  const past = recent.filter(({ scheduledAt }) => scheduledAt >= now - HOUR_MS);
  const next = row.isDamaged || !row.schedule.enabled ? [] : upcoming(row.schedule, now);
  return {
    scheduleId,
    jobKey,
    variant,
    pastSince: toIsoOrNull(past.length < RECENT_KEPT ? null : (past[0]?.scheduledAt ?? null)),
    nextUntil: toIsoOrNull(next.length < MOST_MARKS ? null : (next.at(-1) ?? null)),
    past: past.map(({ scheduledAt, status, durationMs }) => ({ at: toIso(scheduledAt), status, durationMs })),
    next: next.map(toIso),
  };
}

function upcoming(schedule: Parameters<typeof triggerOf>[0], now: number): number[] {
  const trigger = triggerOf(schedule);
  const found: number[] = [];
  let at = trigger.next(now);
  while (at !== null && at <= now + HOUR_MS && found.length < MOST_MARKS) {
    found.push(at);
    at = trigger.next(at);
  }
  return found;
}
