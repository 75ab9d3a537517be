import { scheduleFields } from './schedule.ts';
import type { ScheduleFields } from './schedule-fields.ts';
import type { StoredSchedule } from './stored-schedule.ts';

const NAMES = Object.keys(scheduleFields) as (keyof ScheduleFields)[]; // the object has no other keys

/**
 * The fields that a person sets, taken from the row. Those of a damaged row are returned as stored, so that a change
 * can repair it.
 */
export function settableValues(row: StoredSchedule): Partial<Record<keyof ScheduleFields, unknown>> {
  const values = row.isDamaged ? row.damaged.values : row.schedule;
  return Object.fromEntries(NAMES.map((name) => [name, values[name]]));
}
