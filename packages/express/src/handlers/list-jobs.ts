import type { JobDto, JobList } from '@zenpulse/contract';
import { isAlive, type ReportedJob } from '@zenpulse/core/ports';
import type { Handler } from '../http/route.ts';

/** The jobs that living runners report, each with its schedules. */
export const listJobs: Handler = async (_request, { backend, clock }) => {
  const alive = (await backend.runners.list()).filter((runner) => isAlive(runner, clock.now()));
  const reported = new Map<string, ReportedJob>();
  for (const { jobs } of alive) for (const job of jobs) reported.set(job.jobKey, job);
  const refs = await backend.schedules.findByJobs([...reported.keys()]);
  const items = [...reported.values()].map(
    ({ jobKey, definedAt, declared, defaults = {}, isolation = 'inline', paramsSchema = null }): JobDto => {
      const schedules = refs
        .filter((ref) => ref.jobKey === jobKey)
        .map(({ id, variant, enabled }) => ({ id, variant, enabled }));
      const wanted = declared?.variant ?? '';
      const isRestorable = declared !== null && !schedules.some(({ variant }) => variant === wanted);
      return { jobKey, definedAt, declared, defaults, isolation, paramsSchema, schedules, isRestorable };
    },
  );
  const body: JobList = { items: items.sort((a, b) => (a.jobKey < b.jobKey ? -1 : 1)) };
  return { status: 200, body };
};
