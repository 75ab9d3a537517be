import { PATHS, type Overview, type Stats } from '@zenpulse/contract';
import { queryOptions } from '@tanstack/react-query';
import { now } from '../time/clock.ts';
import { request } from './request.ts';

export const overview = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => request<Overview>(PATHS.overview, { signal }),
});

export interface StatsRange {
  readonly step: 'hour' | 'day';
  /** How far back, in milliseconds. */
  readonly lastMs: number;
  /** Without it: all schedules together. */
  readonly scheduleId?: string;
}

/** Counts and durations by hour or day, up to now. */
export function stats(range: StatsRange) {
  return queryOptions({
    queryKey: ['stats', range],
    queryFn: ({ signal }) => {
      const { step, lastMs, scheduleId } = range;
      const to = now();
      const query = {
        step,
        scheduleId,
        from: new Date(to - lastMs).toISOString(),
        to: new Date(to).toISOString(),
      };
      return request<Stats>(PATHS.stats, { query, signal });
    },
  });
}
