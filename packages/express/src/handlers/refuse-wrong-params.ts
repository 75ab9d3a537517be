import type { ScheduleFields } from '@zenpulse/core/domain';
import type { SeenRunner } from '@zenpulse/core/ports';
import { paramsIssuesFor } from '@zenpulse/present';
import { ApiError } from '../http/api-error.ts';

/** Throws `validation_failed` for params that do not fit what the job's code declares. */
export function refuseWrongParams(
  { jobKey, params }: Pick<ScheduleFields, 'jobKey' | 'params'>,
  runners: readonly SeenRunner[],
  now: number,
): void {
  const issues = paramsIssuesFor(jobKey, params, runners, now);
  const [first] = issues;
  if (first !== undefined) throw new ApiError('validation_failed', `${first.path}: ${first.message}`, issues);
}
