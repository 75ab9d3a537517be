import type { ScheduleItem } from '@zenpulse/contract';
import type { StoredSchedule } from '@zenpulse/core/domain';
import { ApiError } from '../http/api-error.ts';
import type { Installation } from '../installation.ts';
import { readStates } from './schedule-states.ts';
import { presentSchedules } from './present-schedules.ts';

/** The row with this id. Throws `not_found`. */
export async function findSchedule(id: string, { backend }: Installation): Promise<StoredSchedule> {
  const row = await backend.schedules.get(id);
  if (row === null) throw new ApiError('not_found', `there is no schedule ${id}`);
  return row;
}

/** One row in the form that pages show. */
export async function presentSchedule(
  row: StoredSchedule,
  installation: Installation,
): Promise<ScheduleItem> {
  const [item] = await presentSchedules([row], installation, await readStates(installation));
  return item as ScheduleItem; // one row in, one item out
}
