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

/** The filter of executions; absent and empty conditions are ignored. Instants in ISO. */
export interface ExecutionFilter {
  readonly jobKey?: string;
  readonly scheduleId?: string;
  readonly status?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly search?: string;
}

const PAGE_SIZE = 50;
/** Deleting many rows takes long. */
const DELETION_TIMEOUT_MS = 300_000;

export const EXECUTIONS_KEY = ['executions'] as const;

export interface ListedExecutions extends ExecutionPage {
  /** More new rows than one page holds: those in between are not shown. */
  readonly hasUnshownNewer?: boolean;
}

/** With `lastMs` the list begins that long before each request, so that "the last hour" moves with time. */
export function executionList(filter: ExecutionFilter, lastMs: number | null) {
  return infiniteQueryOptions({
    queryKey: [...EXECUTIONS_KEY, 'list', filter, lastMs],
    queryFn: ({ pageParam, signal }) => fetchPage(filter, lastMs, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: ListedExecutions) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** Reloads only the newest page, even if more are loaded: older executions do not change. */
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

/**
 * How many times a record is requested, a second apart, since the record of a run that just ended may not be stored
 * yet.
 */
const LOOKS = { unknown: 3, ended: 15 } as const;

/** `known`: whether the page has shown the run while it was running, so that a record is expected. */
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

/** Counts what `deleteExecutions` would delete with the same filter, up to the server's limit. */
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
