import {
  PATHS,
  type ExecutionCount,
  type ExecutionDto,
  type ExecutionPage,
  type ExecutionsDeleted,
} from '@zenpulse/contract';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { now } from '../time/clock.ts';
import { ConnectionError } from './api-error.ts';
import { request } from './request.ts';

/** Which executions; an absent or empty condition is none. Instants in ISO. */
export interface ExecutionFilter {
  readonly jobKey?: string;
  readonly scheduleId?: string;
  readonly status?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly search?: string;
}

const PAGE_SIZE = 50;
const LIVE_MS = 2_500;

export const EXECUTIONS_KEY = ['executions'] as const;

/** With `lastMs` the list begins that long before each request, so that "the last hour" moves on. */
export function executionList(filter: ExecutionFilter, lastMs: number | null) {
  return infiniteQueryOptions({
    queryKey: [...EXECUTIONS_KEY, 'list', filter, lastMs],
    queryFn: ({ pageParam, signal }) => {
      const from = lastMs === null ? filter.from : new Date(now() - lastMs).toISOString();
      const query = { ...filter, from, cursor: pageParam, limit: PAGE_SIZE };
      return request<ExecutionPage>(PATHS.executions, { query, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: LIVE_MS,
    placeholderData: keepPreviousData,
  });
}

/** The newest few executions of one schedule. */
export function recentExecutions(scheduleId: string, limit: number) {
  return queryOptions({
    queryKey: [...EXECUTIONS_KEY, 'recent', scheduleId, limit],
    queryFn: ({ signal }) => fetchNewest({ scheduleId }, limit, signal),
    refetchInterval: LIVE_MS,
  });
}

/** How often a record is asked for, a second apart: that of a run that has just ended is on its way. */
const LOOKS = { unknown: 3, ended: 15 } as const;

/** `known`: whether the run was seen while it went on, so that its record is bound to come. */
export function executionDetail(id: string, known: keyof typeof LOOKS) {
  return queryOptions({
    queryKey: [...EXECUTIONS_KEY, 'one', id],
    queryFn: ({ signal }) => request<ExecutionDto>(PATHS.execution, { params: { id }, signal }),
    retry: (failures, error) => error instanceof ConnectionError || failures + 1 < LOOKS[known],
    retryDelay: 1_000,
  });
}

export function fetchNewest(
  filter: ExecutionFilter,
  limit: number,
  signal?: AbortSignal,
): Promise<ExecutionPage> {
  return request(PATHS.executions, { query: { ...filter, limit }, ...(signal && { signal }) });
}

/** What `deleteExecutions` would delete; the same filter, counted to the end. */
export function executionCount(filter: ExecutionFilter | null) {
  return queryOptions({
    queryKey: [...EXECUTIONS_KEY, 'count', filter],
    queryFn: ({ signal }) => request<ExecutionCount>(PATHS.executionCount, { query: { ...filter }, signal }),
    enabled: filter !== null,
    gcTime: 0,
  });
}

/** At least one condition must be set. */
export function deleteExecutions(filter: ExecutionFilter): Promise<ExecutionsDeleted> {
  return request(PATHS.executions, { method: 'DELETE', query: { ...filter } });
}
