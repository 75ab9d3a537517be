import type { StoredSchedule } from '@zenpulse/core/domain';
import { ApiError } from '../http/api-error.ts';
import type { Installation } from '../installation.ts';

/** The row with this id. Throws `not_found`. */
export async function findSchedule(id: string, { backend }: Installation): Promise<StoredSchedule> {
  const row = await backend.schedules.get(id);
  if (row === null) throw new ApiError('not_found', `there is no schedule ${id}`);
  return row;
}
