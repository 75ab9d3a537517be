import { isDeepStrictEqual } from 'node:util';
import { scheduleEdit, settableValues, type Schedule, type ScheduleFields } from '@zenpulse/core/domain';
import { StoreError } from '@zenpulse/core/ports';
import { authorOf, type ReasonFlag } from '../../input/change-author.ts';
import { checkedFields, refuseWrongParams } from '../../input/checked-fields.ts';
import { findSchedule, type VariantFlag } from '../../input/find-schedule.ts';
import type { OpenStore } from '../../open-store.ts';

export type Change = Partial<Record<keyof ScheduleFields, unknown>>;

export interface ChangedSchedule {
  readonly schedule: Schedule;
  /** False if it had these values already, so that nothing was written. */
  readonly isChanged: boolean;
}

/** Changes fields of a schedule. If another writer changed it in between, it is read again, once. */
export async function changeSchedule(
  name: string,
  flags: VariantFlag & ReasonFlag,
  change: Change,
  store: OpenStore,
): Promise<ChangedSchedule> {
  const attempt = async (): Promise<ChangedSchedule> => {
    const row = await findSchedule(name, flags, store);
    const { id, version } = row.isDamaged ? row.damaged : row.schedule;
    const before = settableValues(row);
    const fields = checkedFields(scheduleEdit(before).safeParse({ ...before, ...change }));
    if (!row.isDamaged && isDeepStrictEqual(fields, before)) {
      return { schedule: row.schedule, isChanged: false };
    }
    if ('params' in change || 'jobKey' in change) await refuseWrongParams(fields, store);
    // The version guarantees that the row is still the one above.
    return {
      schedule: await store.backend.schedules.change(id, version, () => fields, authorOf(flags)),
      isChanged: true,
    };
  };
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof StoreError && error.code === 'stale_version') return attempt();
    throw error;
  }
}
