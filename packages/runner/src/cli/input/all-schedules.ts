import type { StoredSchedule } from '@zenpulse/core/domain';
import type { ScheduleCursor, ScheduleStore } from '@zenpulse/core/ports';

const PAGE = 500;

/** All schedules in the order of their keys, or those with `search` in key or variant. */
export async function allSchedules(schedules: ScheduleStore, search?: string): Promise<StoredSchedule[]> {
  const rows: StoredSchedule[] = [];
  let after: ScheduleCursor | undefined;
  do {
    const page = await schedules.list({ search, sort: 'jobKey', isDescending: false, after, limit: PAGE });
    rows.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return rows;
}
