import type { ScheduleItem } from '@zenpulse/contract';
import { scheduleFields, type ScheduleFields } from '@zenpulse/core/domain';

const MOST = 64;

/** What a new schedule begins with that is made like another one: all but its pause, under a variant of its own. */
export function copyOf(original: ScheduleItem): Partial<ScheduleFields> {
  const names = Object.keys(scheduleFields) as (keyof ScheduleFields)[]; // the object has no other keys
  const fields = Object.fromEntries(names.map((name) => [name, original[name]])) as Partial<ScheduleFields>;
  const { pausedUntil: _until, pauseReason: _reason, ...kept } = fields;
  return { ...kept, variant: `${original.variant} copy`.trim().slice(-MOST).trim() };
}

/** The fields of a copy that the form does not have. */
export function notTyped({ blackouts }: Partial<ScheduleFields>): Partial<ScheduleFields> {
  return blackouts === undefined ? {} : { blackouts };
}
