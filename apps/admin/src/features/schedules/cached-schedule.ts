import type { ScheduleItem, SchedulePage } from '@zenpulse/contract';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { SCHEDULE_LISTS_KEY, scheduleDetail } from '../../api/schedules.ts';

type Lists = InfiniteData<SchedulePage>;

/** The newest version of a schedule in any cached answer. */
export function cachedVersion(client: QueryClient, item: ScheduleItem): number {
  const lists = client.getQueriesData<Lists>({ queryKey: SCHEDULE_LISTS_KEY }).map(([, data]) => data);
  const listed = lists.flatMap((data) => data?.pages ?? []).flatMap((page) => page.items);
  const one = client.getQueryData(scheduleDetail(item.id).queryKey);
  const seen = [item, ...listed, ...(one ? [one] : [])].filter(({ id }) => id === item.id);
  return Math.max(...seen.map(({ version }) => version));
}

/** Changes a schedule in every cached answer that contains it. */
export function patchCached(client: QueryClient, id: string, change: Partial<ScheduleItem>): void {
  client.setQueriesData<Lists>(
    { queryKey: SCHEDULE_LISTS_KEY },
    (data) => data && { ...data, pages: data.pages.map((page) => patchPage(page, id, change)) },
  );
  client.setQueryData(scheduleDetail(id).queryKey, (item) => item && { ...item, ...change });
}

function patchPage(page: SchedulePage, id: string, change: Partial<ScheduleItem>): SchedulePage {
  return { ...page, items: page.items.map((item) => (item.id === id ? { ...item, ...change } : item)) };
}
