import {
  PATHS,
  type ExecutionCount,
  type ExecutionDto,
  type ExecutionPage,
  type ExecutionsDeleted,
} from '@zenpulse/contract';
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  type QueryClient,
} from '@tanstack/react-query';
import { now } from '../time/clock.ts';
import { hasCode } from './api-error.ts';
import { withNewest } from './refresh-list.ts';
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
/** A deletion of many rows takes its time. */
const DELETION_TIMEOUT_MS = 300_000;

export const EXECUTIONS_KEY = ['executions'] as const;

export interface ListedExecutions extends ExecutionPage {
  /** More has happened since than one page holds: what is between is not shown. */
  readonly hasUnshownNewer?: boolean;
}

/** With `lastMs` the list begins that long before each request, so that "the last hour" moves on. */
export function executionList(filter: ExecutionFilter, lastMs: number | null) {
  return infiniteQueryOptions({
    queryKey: [...EXECUTIONS_KEY, 'list', filter, lastMs],
    queryFn: ({ pageParam, signal }) => fetchPage(filter, lastMs, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: ListedExecutions) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** Renews the newest page alone, whatever else is loaded: older executions do not change. */
export async function refreshExecutionList(
  client: QueryClient,
  filter: ExecutionFilter,
  lastMs: number | null,
): Promise<void> {
  const { queryKey } = executionList(filter, lastMs);
  const loaded = client.getQueryData(queryKey);
  if (loaded === undefined || loaded.pages.length < 2) {
    return client.refetchQueries({ queryKey, exact: true, type: 'active' });
  }
  const fresh = await fetchPage(filter, lastMs, null);
  client.setQueryData(queryKey, (before) => {
    if (before === undefined) return before;
    const [first, ...rest] = before.pages;
    const unchanged = first === undefined ? before.pages : [{ ...first, hasUnshownNewer: true }, ...rest];
    return withNewest(before, fresh) ?? { ...before, pages: unchanged };
  });
}

function fetchPage(
  filter: ExecutionFilter,
  lastMs: number | null,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<ListedExecutions> {
  const from = lastMs === null ? filter.from : new Date(now() - lastMs).toISOString();
  const query = { ...filter, from, cursor, limit: PAGE_SIZE };
  return request(PATHS.executions, { query, ...(signal && { signal }) });
}

/** The newest few executions of one schedule. */
export function recentExecutions(scheduleId: string, limit: number) {
  return queryOptions({
    queryKey: [...EXECUTIONS_KEY, 'recent', scheduleId, limit],
    queryFn: ({ signal }) => fetchNewest({ scheduleId }, limit, signal),
  });
}

/** How often a record is asked for, a second apart: that of a run that has just ended is on its way. */
const LOOKS = { unknown: 3, ended: 15 } as const;

/** `known`: whether the run was seen while it went on, so that its record is bound to come. */
export function executionDetail(id: string, known: keyof typeof LOOKS) {
  return queryOptions({
    queryKey: [...EXECUTIONS_KEY, 'one', id],
    queryFn: ({ signal }) => request<ExecutionDto>(PATHS.execution, { params: { id }, signal }),
    retry: (failures, error) => hasCode(error, 'not_found') && failures + 1 < LOOKS[known],
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

/** What `deleteExecutions` would delete; the same filter, counted as far as is quick. */
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
  return request(PATHS.executions, {
    method: 'DELETE',
    query: { ...filter },
    timeoutMs: DELETION_TIMEOUT_MS,
  });
}
