import { completeSchedule, settableValues, type Schedule, type ScheduleFields } from '@zenpulse/core/domain';
import { StoreError } from '@zenpulse/core/ports';
import { checkedFields } from '../../input/checked-fields.ts';
import { findSchedule, type VariantFlag } from '../../input/find-schedule.ts';
import type { OpenStore } from '../../open-store.ts';

export type Change = Partial<Record<keyof ScheduleFields, unknown>>;

/** Changes fields of a schedule. Somebody else's change in between is no conflict for a command: it reads again, once. */
export async function changeSchedule(
  name: string,
  flags: VariantFlag,
  change: Change,
  store: OpenStore,
): Promise<Schedule> {
  const attempt = async () => {
    const row = await findSchedule(name, flags, store);
    const { id, version } = row.isDamaged ? row.damaged : row.schedule;
    return store.backend.schedules.change(id, version, (before) =>
      checkedFields(completeSchedule.safeParse({ ...settableValues(before), ...change })),
    );
  };
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof StoreError && error.code === 'stale_version') return attempt();
    throw error;
  }
}
