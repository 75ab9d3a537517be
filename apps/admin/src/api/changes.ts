import { PATHS, type ChangePage } from '@zenpulse/contract';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { now } from '../time/clock.ts';
import { request } from './request.ts';

/** Empty conditions are ignored. Instants in ISO. */
export interface ChangeFilter {
  readonly scheduleId: string;
  /** The whole name. */
  readonly actor: string;
  readonly action: string;
  readonly from: string;
  readonly to: string;
}

const PAGE_SIZE = 50;
/** The largest page. */
const MOST = 100;

export const CHANGES_KEY = ['changes'] as const;

/** With `lastMs` the list begins that long before each request. */
export function changeList(filter: ChangeFilter, lastMs: number | null) {
  return infiniteQueryOptions({
    queryKey: [...CHANGES_KEY, 'list', filter, lastMs],
    queryFn: ({ pageParam, signal }) => {
      const from = lastMs === null ? filter.from : new Date(now() - lastMs).toISOString();
      const query = { ...filter, from, cursor: pageParam, limit: PAGE_SIZE };
      return request<ChangePage>(PATHS.changes, { query, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** The changes of a schedule from an instant (ISO) on, newest first, as far as one page has them. */
export function changesSince(scheduleId: string, from: string) {
  return queryOptions({
    queryKey: [...CHANGES_KEY, 'since', scheduleId, from],
    queryFn: ({ signal }) =>
      request<ChangePage>(PATHS.changes, { query: { scheduleId, from, limit: MOST }, signal }),
    staleTime: 0,
  });
}
