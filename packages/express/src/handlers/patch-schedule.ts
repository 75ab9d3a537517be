import {
  completeSchedule,
  scheduleFields,
  schedulePatch,
  type ScheduleFields,
  type StoredSchedule,
} from '@zenpulse/core/domain';
import type { Handler } from '../http/route.ts';
import { presentSchedule } from './find-schedule.ts';

export const patchSchedule: Handler = async ({ params, body }, installation) => {
  const { version, ...change } = schedulePatch.parse(body);
  const schedule = await installation.backend.schedules.change(params['id'] ?? '', version, (before) =>
    completeSchedule.parse({ ...fieldsOf(before), ...change }),
  );
  return { status: 200, body: await presentSchedule({ isDamaged: false, schedule }, installation) };
};

/** What a person sets, out of the whole row. */
function fieldsOf(row: StoredSchedule): Partial<Record<keyof ScheduleFields, unknown>> {
  const values = row.isDamaged ? row.damaged.values : row.schedule;
  const names = Object.keys(scheduleFields) as (keyof ScheduleFields)[];
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}
