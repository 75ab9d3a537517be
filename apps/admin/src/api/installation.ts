import { PATHS, type InstallationInfo, type JobList, type RunnerList } from '@zenpulse/contract';
import { queryOptions } from '@tanstack/react-query';
import { setServerNow } from '../time/clock.ts';
import { request } from './request.ts';

export const jobList = queryOptions({
  queryKey: ['jobs'],
  queryFn: ({ signal }) => request<JobList>(PATHS.jobs, { signal }),
});

export const runnerList = queryOptions({
  queryKey: ['runners'],
  queryFn: ({ signal }) => request<RunnerList>(PATHS.runners, { signal }),
});

/** Removes a runner that is gone from the list. */
export function removeRunner(runnerId: string): Promise<unknown> {
  return request(PATHS.runner, { method: 'DELETE', params: { runnerId } });
}

/** Facts about this installation; its clock corrects the browser's. */
export const installationInfo = queryOptions({
  queryKey: ['info'],
  queryFn: async ({ signal }) => {
    const info = await request<InstallationInfo>(PATHS.info, { signal });
    setServerNow(Date.parse(info.now));
    return info;
  },
  staleTime: 60_000,
});
