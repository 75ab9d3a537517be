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
import { withWaiting } from './refresh-list.ts';
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

export const PAGE_SIZE = 50;
/** The largest page. */
const MOST = 100;
/** Deleting many rows takes long. */
const DELETION_TIMEOUT_MS = 300_000;

export const EXECUTIONS_KEY = ['executions'] as const;

export interface ListedExecutions extends ExecutionPage {
  /** On the first page: how many newer executions wait to be shown, counted up to a page's size. */
  readonly waiting?: number;
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

/** Counts the executions that are newer than the list. The rows stay where they are until the reader asks for more. */
export async function refreshExecutionList(
  client: QueryClient,
  filter: ExecutionFilter,
  lastMs: number | null,
): Promise<void> {
  const { queryKey } = executionList(filter, lastMs);
  const loaded = client.getQueryData(queryKey);
  if (loaded === undefined || loaded.pages[0]?.items.length === 0) {
    return client.refetchQueries({ queryKey, exact: true, type: 'active' });
  }
  const fresh = await fetchPage(filter, lastMs, null);
  client.setQueryData(queryKey, (before) => before && withWaiting(before, fresh));
}

function fetchPage(
  filter: ExecutionFilter,
  lastMs: number | null,
  cursor: string | null,
  signal?: AbortSignal,
  limit: number = PAGE_SIZE,
): Promise<ListedExecutions> {
  const from = lastMs === null ? filter.from : new Date(now() - lastMs).toISOString();
  const query = { ...filter, from, cursor, limit };
  return request(PATHS.executions, { query, ...(signal && { signal }) });
}

/** Every page of a list, from the newest on. */
export async function* executionPages(
  filter: ExecutionFilter,
  lastMs: number | null,
): AsyncGenerator<ExecutionPage> {
  let cursor: string | null = null;
  do {
    const page: ExecutionPage = await fetchPage(filter, lastMs, cursor, undefined, MOST);
    yield page;
    cursor = page.nextCursor;
  } while (cursor !== null);
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

/** The attempts of an execution's occurrence; a run by hand has none but itself. */
export function occurrenceAttempts({ id, scheduleId, scheduledAt, origin }: ExecutionDto) {
  return queryOptions({
    queryKey: [...EXECUTIONS_KEY, 'attempts', scheduleId, scheduledAt, id],
    queryFn: ({ signal }) => {
      const scheduledTo = new Date(Date.parse(scheduledAt) + 1).toISOString();
      const query = { scheduleId, scheduledFrom: scheduledAt, scheduledTo, limit: PAGE_SIZE };
      return request<ExecutionPage>(PATHS.executions, { query, signal });
    },
    enabled: origin !== 'manual',
  });
}

/** The first range in which the next execution is looked for, and how much larger each following one is. */
const NEXT_WITHIN_MS = 60_000;
const NEXT_FACTOR = 30;

/** The executions of the same schedule before and after one; null where there is none. */
export function executionNeighbours({ id, scheduleId, runTime }: ExecutionDto) {
  return queryOptions({
    queryKey: [...EXECUTIONS_KEY, 'neighbours', id],
    queryFn: async ({ signal }) => {
      const read = async (range: { readonly from?: string; readonly to?: string }, limit: number) =>
        (await request<ExecutionPage>(PATHS.executions, { query: { scheduleId, ...range, limit }, signal }))
          .items;
      const at = Date.parse(runTime);
      const before = await read({ to: new Date(at + 1).toISOString() }, 2);
      return { previous: idAfter(before, id), next: await nextOf(id, at, read) };
    },
  });
}

type ReadRange = (
  range: { readonly from: string; readonly to?: string },
  limit: number,
) => Promise<ExecutionPage['items']>;

/** Lists begin with the newest, so the range grows until it has one after `at`. */
async function nextOf(id: string, at: number, read: ReadRange): Promise<string | null> {
  const from = new Date(at).toISOString();
  for (let within = NEXT_WITHIN_MS; at + within < now(); within *= NEXT_FACTOR) {
    const items = await read({ from, to: new Date(at + within).toISOString() }, MOST);
    const found = items[items.findIndex((one) => one.id === id) - 1];
    if (found !== undefined) return found.id;
  }
  const items = await read({ from }, MOST);
  return items[items.findIndex((one) => one.id === id) - 1]?.id ?? null;
}

/** In a list from new to old. */
function idAfter(items: ExecutionPage['items'], id: string): string | null {
  return items.find((one) => one.id !== id)?.id ?? null;
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
