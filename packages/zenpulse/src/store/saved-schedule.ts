import { nextOccurrences, type Schedule, type ScheduleFields } from '@zenpulse/core/domain';

/** A schedule as stored, under the row's own names. */
export interface SavedSchedule extends ScheduleFields {
  /** Set at creation; it never changes. */
  readonly id: string;
  /** Raised by every change. */
  readonly version: number;
  /** Interval occurrences are counted from here. */
  readonly anchorAt: Date;
  /** No occurrence before this is ever caught up. */
  readonly effectiveFrom: Date;
  /** When the pause began, in ISO; null without one. */
  readonly pausedFrom: string | null;
  /** Single occurrences that are skipped, moved or added, and past pauses; null for none. */
  readonly exceptions: Schedule['exceptions'];
  /** When it was created, by the database's clock. */
  readonly createdAt: Date;
  /** When it was last changed. */
  readonly updatedAt: Date;
  /** Null if it is disabled. */
  readonly nextRunAt: Date | null;
}

/** Converts instants to dates, and adds the next run after `now` (epoch milliseconds). */
export function savedSchedule(schedule: Schedule, now: number): SavedSchedule {
  const [next] = schedule.enabled ? nextOccurrences(schedule, now, 1) : [];
  return {
    ...schedule,
    anchorAt: new Date(schedule.anchorAt),
    effectiveFrom: new Date(schedule.effectiveFrom),
    createdAt: new Date(schedule.createdAt),
    updatedAt: new Date(schedule.updatedAt),
    nextRunAt: next === undefined ? null : new Date(next),
  };
}
