import { PATHS, type ErrorGroup, type Page } from '@zenpulse/contract';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { now } from '../time/clock.ts';
import { request } from './request.ts';

export interface ErrorFilter {
  readonly jobKey: string;
  readonly scheduleId: string;
  /** How far back, in milliseconds; null: no limit. */
  readonly lastMs: number | null;
}

const PAGE_SIZE = 50;

/** Groups of equal errors, the newest first. */
export function errorList(filter: ErrorFilter) {
  return infiniteQueryOptions({
    queryKey: ['errors', filter],
    queryFn: ({ pageParam, signal }) => {
      const { jobKey, scheduleId, lastMs } = filter;
      const from = lastMs === null ? '' : new Date(now() - lastMs).toISOString();
      const query = { jobKey, scheduleId, from, cursor: pageParam, limit: PAGE_SIZE };
      return request<Page<ErrorGroup>>(PATHS.errors, { query, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** The newest groups of one job. */
export function jobErrors(jobKey: string) {
  return queryOptions({
    queryKey: ['errors', 'job', jobKey],
    queryFn: ({ signal }) =>
      request<Page<ErrorGroup>>(PATHS.errors, { query: { jobKey, limit: PAGE_SIZE }, signal }),
  });
}
