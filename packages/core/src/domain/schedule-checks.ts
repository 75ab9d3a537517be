import { nextOccurrences } from './next-runs.ts';
import type { Schedule } from './schedule.ts';
import type { StoredSchedule } from './stored-schedule.ts';
import { triggerOf } from './timetable.ts';
import { triggerWarnings } from './trigger-warnings.ts';

/** The rules of `checkSchedule` and `crowdedMinutes`. */
export const CHECK_CODES = [
  'damaged',
  'unknown-job',
  'never-runs',
  'far-away',
  'both-days',
  'uneven-step',
  'missing-day',
  'clock-change',
  'unknown-blackout',
  'same-minute',
] as const;

/** Something about a schedule that its author should look at. */
export interface ScheduleFinding {
  /** A problem: it does not run. A warning: it may run otherwise than its author thinks. */
  readonly severity: 'problem' | 'warning';
  readonly code: (typeof CHECK_CODES)[number];
  /** Null for what concerns many schedules, or one that is in code only. */
  readonly scheduleId: string | null;
  readonly jobKey: string | null;
  readonly variant: string | null;
  readonly message: string;
}

const PROBLEMS: ReadonlySet<string> = new Set(['damaged', 'unknown-job', 'never-runs']);

/**
 * Checks one schedule as it is stored. `jobKeys`: the registered jobs, null if they are not known. A disabled schedule is
 * checked like any other, since it may be enabled at any time. `now` in epoch milliseconds.
 */
export function checkSchedule(
  row: StoredSchedule,
  jobKeys: ReadonlySet<string> | null,
  now: number,
): ScheduleFinding[] {
  const { id, jobKey, variant } = row.isDamaged ? row.damaged : row.schedule;
  const finding = (code: ScheduleFinding['code'], message: string): ScheduleFinding => ({
    severity: PROBLEMS.has(code) ? 'problem' : 'warning',
    code,
    scheduleId: id === '' ? null : id,
    jobKey,
    variant,
    message,
  });
  const found: ScheduleFinding[] = [];
  if (jobKeys !== null && !jobKeys.has(jobKey))
    found.push(finding('unknown-job', 'No job module registers this job, so it does not run.'));
  if (row.isDamaged) {
    for (const { path, message } of row.damaged.problems)
      found.push(finding('damaged', `${path}: ${message}`));
    return found;
  }
  for (const { code, message } of triggerWarnings(row.schedule, now)) found.push(finding(code, message));
  return found;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Schedules with more runs a day are due at most minutes anyway. */
const RARE = 24;
/** From this number of schedules on, a minute is crowded. */
const CROWDED = 10;
const SHOWN = 5;

/** The minutes of the next 24 hours at which many rare schedules are due at once, the fullest first. */
export function crowdedMinutes(schedules: readonly Schedule[], now: number): ScheduleFinding[] {
  const counts = new Map<number, number>();
  for (const schedule of schedules) {
    if (!schedule.enabled || triggerOf(schedule).count(now, now + DAY_MS) > RARE) continue;
    const minutes = new Set(
      nextOccurrences(schedule, now, RARE)
        .filter((at) => at <= now + DAY_MS)
        .map((at) => Math.floor(at / MINUTE_MS)),
    );
    for (const minute of minutes) counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count >= CROWDED)
    .sort(([minuteA, a], [minuteB, b]) => b - a || minuteA - minuteB)
    .slice(0, SHOWN)
    .map(([minute, count]) => ({
      severity: 'warning',
      code: 'same-minute',
      scheduleId: null,
      jobKey: null,
      variant: null,
      message: `${count} schedules are due at ${new Date(minute * MINUTE_MS).toISOString().slice(0, 16)}Z. Spread them over other minutes, or they wait for each other.`,
    }));
}
