import type { ScheduleFields } from './schedule-fields.ts';

export type PauseFields = Pick<ScheduleFields, 'pausedUntil'>;

/** True if the schedule is paused at an instant. What is due exactly at the end of a pause runs. */
export function isPausedAt({ pausedUntil }: PauseFields, at: number): boolean {
  return pausedUntil !== null && at < Date.parse(pausedUntil);
}
