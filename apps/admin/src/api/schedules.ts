import {
  PATHS,
  type OccurrenceList,
  type Preview,
  type RunAccepted,
  type ScheduleDto,
  type ScheduleItem,
  type SchedulePage,
} from '@zenpulse/contract';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { now } from '../time/clock.ts';
import { request } from './request.ts';

/** The filter of the schedules page, as it stands in the address. */
export interface ScheduleFilter {
  readonly search: string;
  readonly enabled: string;
  readonly triggerType: string;
  readonly logPolicy: string;
  readonly sort: string;
}

const PAGE_SIZE = 50;
const LIVE_MS = 2_500;
const OCCURRENCES_MS = 5_000;
const PREVIEW_MS = 10_000;

/** Every cached answer about schedules begins with this key. */
export const SCHEDULES_KEY = ['schedules'] as const;
export const SCHEDULE_LISTS_KEY = [...SCHEDULES_KEY, 'list'] as const;

export function scheduleList(filter: ScheduleFilter) {
  return infiniteQueryOptions({
    queryKey: [...SCHEDULE_LISTS_KEY, filter],
    queryFn: ({ pageParam, signal }) =>
      request<SchedulePage>(PATHS.schedules, {
        query: { ...filter, cursor: pageParam, limit: PAGE_SIZE },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: LIVE_MS,
    placeholderData: keepPreviousData,
  });
}

export function scheduleDetail(id: string) {
  return queryOptions({
    queryKey: [...SCHEDULES_KEY, 'one', id],
    queryFn: ({ signal }) => request<ScheduleItem>(PATHS.schedule, { params: { id }, signal }),
    refetchInterval: LIVE_MS,
  });
}

/** What became of the occurrences of a range (epoch milliseconds), as far as it has come. */
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
    refetchInterval: range !== null && range.to > now() ? OCCURRENCES_MS : false,
  });
}

/** The next runs of trigger fields that may not be saved yet. */
export function triggerPreview(body: Readonly<Record<string, unknown>> | null) {
  return queryOptions({
    queryKey: ['preview', body],
    queryFn: ({ signal }) => request<Preview>(PATHS.preview, { method: 'POST', body, signal }),
    enabled: body !== null,
    placeholderData: keepPreviousData,
    retry: false,
    refetchInterval: ({ state }) => untilPast(state.data?.runs[0]),
  });
}

/** A preview is renewed when its first run has come. */
function untilPast(firstRun: string | undefined): number {
  const distance = firstRun === undefined ? PREVIEW_MS : Date.parse(firstRun) - now() + 200;
  return Math.min(Math.max(distance, 1_000), PREVIEW_MS);
}

export function createSchedule(body: Readonly<Record<string, unknown>>): Promise<ScheduleDto> {
  return request(PATHS.schedules, { method: 'POST', body });
}

/** `change` names the changed fields and the version that was read. */
export function changeSchedule(id: string, change: Readonly<Record<string, unknown>>): Promise<ScheduleDto> {
  return request(PATHS.schedule, { method: 'PATCH', params: { id }, body: change });
}

export function deleteSchedule(id: string): Promise<unknown> {
  return request(PATHS.schedule, { method: 'DELETE', params: { id } });
}

export function runSchedule(id: string): Promise<RunAccepted> {
  return request(PATHS.run, { method: 'POST', params: { id } });
}
