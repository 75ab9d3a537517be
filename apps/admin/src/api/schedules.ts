import {
  PATHS,
  type OccurrenceList,
  type Preview,
  type RunAccepted,
  type ScheduleCounts,
  type ScheduleDto,
  type ScheduleItem,
  type SchedulePage,
} from '@zenpulse/contract';
import type { JsonObject } from '@zenpulse/core/domain';
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  type QueryClient,
} from '@tanstack/react-query';
import { now } from '../time/clock.ts';
import { withPage } from './refresh-list.ts';
import { request } from './request.ts';

/** The filter of the schedules page, as in the address. */
export interface ScheduleFilter {
  readonly search: string;
  readonly enabled: string;
  readonly triggerType: string;
  readonly logPolicy: string;
  readonly is: string;
  readonly sort: string;
}

const PAGE_SIZE = 50;

/** The first part of the key of every cached answer about schedules. */
export const SCHEDULES_KEY = ['schedules'] as const;
export const SCHEDULE_LISTS_KEY = [...SCHEDULES_KEY, 'list'] as const;

export function scheduleList(filter: ScheduleFilter) {
  return infiniteQueryOptions({
    queryKey: [...SCHEDULE_LISTS_KEY, filter],
    queryFn: ({ pageParam, signal }) => fetchPage(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** Reloads one page of the list at a time, in turn; all pages if rows were added or removed. */
export async function refreshScheduleList(client: QueryClient, filter: ScheduleFilter): Promise<void> {
  const { queryKey } = scheduleList(filter);
  const loaded = client.getQueryData(queryKey);
  const all = () => client.refetchQueries({ queryKey, exact: true, type: 'active' });
  if (loaded === undefined || loaded.pages.length < 2) return all();
  const index = turn % loaded.pages.length;
  turn += 1;
  const cursor = loaded.pageParams[index];
  const fresh = await fetchPage(filter, typeof cursor === 'string' ? cursor : null);
  if (withPage(loaded, index, fresh) === null) return all();
  client.setQueryData(queryKey, (before) => (before && withPage(before, index, fresh)) ?? before);
}

/** How many schedules a filter finds now. */
export async function countSchedules(filter: ScheduleFilter): Promise<number> {
  const { total } = await request<SchedulePage>(PATHS.schedules, { query: { ...filter, limit: 1 } });
  return total;
}

/** Counts the reloads, so that each page has its turn. */
let turn = 0;

/** With each page: the counts of all schedules, and the last outcomes of each. */
const INCLUDED = ['counts', 'recent'];

async function fetchPage(
  filter: ScheduleFilter,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<SeenPage> {
  const query = { ...filter, cursor, limit: PAGE_SIZE, include: INCLUDED };
  const page = await request<SchedulePage>(PATHS.schedules, { query, ...(signal && { signal }) });
  return { ...page, at: now() };
}

/** A page and when it arrived. */
export interface SeenPage extends SchedulePage {
  readonly at: number;
}

/** The counts that arrived last; null if none have. */
export function newestCounts(pages: readonly SeenPage[]): ScheduleCounts | null {
  const counted = pages.filter((page) => page.counts !== undefined);
  return counted.toSorted((a, b) => b.at - a.at)[0]?.counts ?? null;
}

const FOUND = 8;

/** The first few schedules with a part of their name; none for an empty text. */
export function foundSchedules(search: string) {
  return queryOptions({
    queryKey: ['found', search],
    queryFn: ({ signal }) =>
      request<SchedulePage>(PATHS.schedules, { query: { search, limit: FOUND }, signal }),
    enabled: search !== '',
    placeholderData: keepPreviousData,
  });
}

/** How many schedules there are of each state. */
export const scheduleCounts = queryOptions({
  queryKey: [...SCHEDULES_KEY, 'counts'],
  queryFn: ({ signal }) => request<ScheduleCounts>(PATHS.scheduleCounts, { signal }),
});

export function scheduleDetail(id: string) {
  return queryOptions({
    queryKey: [...SCHEDULES_KEY, 'one', id],
    queryFn: ({ signal }) => request<ScheduleItem>(PATHS.schedule, { params: { id }, signal }),
  });
}

/** The fates of the occurrences of a range (epoch milliseconds), up to now. */
export function occurrenceList(id: string, range: { readonly from: number; readonly to: number } | null) {
  return queryOptions({
    queryKey: [...SCHEDULES_KEY, 'occurrences', id, range],
    queryFn: ({ signal }) => {
      const { from, to } = range ?? { from: 0, to: 0 };
      const end = from < now() ? Math.min(to, now()) : to;
      const query = { from: new Date(from).toISOString(), to: new Date(end).toISOString() };
      return request<OccurrenceList>(PATHS.occurrences, { params: { id }, query, signal });
    },
    enabled: range !== null,
  });
}

const COMING = 8;
const YEAR_MS = 366 * 86_400_000;

/** The next occurrences of a schedule: those that do not run too. */
export function comingOccurrences(id: string) {
  return queryOptions({
    queryKey: [...SCHEDULES_KEY, 'coming', id],
    queryFn: ({ signal }) => {
      const from = now(); // once: the server takes no longer range than a year
      const query = {
        from: new Date(from).toISOString(),
        to: new Date(from + YEAR_MS).toISOString(),
        limit: COMING,
      };
      return request<OccurrenceList>(PATHS.occurrences, { params: { id }, query, signal });
    },
  });
}

/** The next runs of trigger fields, which need not be saved. */
export function triggerPreview(body: Readonly<Record<string, unknown>> | null) {
  return queryOptions({
    queryKey: ['preview', body],
    queryFn: ({ signal }) => request<Preview>(PATHS.preview, { method: 'POST', body, signal }),
    enabled: body !== null,
    placeholderData: keepPreviousData,
  });
}

export function createSchedule(body: Readonly<Record<string, unknown>>): Promise<ScheduleDto> {
  return request(PATHS.schedules, { method: 'POST', body });
}

/** `change` has the changed fields and the version that was read. */
export function changeSchedule(
  id: string,
  change: Readonly<Record<string, unknown>>,
  reason = '',
): Promise<ScheduleDto> {
  return request(PATHS.schedule, { method: 'PATCH', params: { id }, query: { reason }, body: change });
}

/** `params`: those of this run only; without them it has the schedule's. */
export function runSchedule(id: string, params?: JsonObject): Promise<RunAccepted> {
  return request(PATHS.run, {
    method: 'POST',
    params: { id },
    ...(params !== undefined && { body: { params } }),
  });
}
