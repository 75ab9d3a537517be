import { nextOccurrences, type Schedule, type ScheduleFields } from '@zenpulse/core/domain';

/** A schedule as it stands in the database, in the row's own words. */
export interface SavedSchedule extends ScheduleFields {
  /** Given when it was created; it never changes. */
  readonly id: string;
  /** Raised by every change. */
  readonly version: number;
  /** Occurrences of an interval are counted from here. */
  readonly anchorAt: Date;
  /** No occurrence before this is ever caught up. */
  readonly effectiveFrom: Date;
  /** When it was created, by the database's clock. */
  readonly createdAt: Date;
  /** When it was last changed. */
  readonly updatedAt: Date;
  /** Null for one that is disabled. */
  readonly nextRunAt: Date | null;
}

/** Instants as dates, and the next run after `now` (epoch milliseconds). */
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
