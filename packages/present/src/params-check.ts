import { paramsIssues, type InputIssue, type JsonObject } from '@zenpulse/core/domain';
import { reportedJob, type SeenRunner } from '@zenpulse/core/ports';

/**
 * What is wrong with params for a job, by the schema that a living runner reports of it; the paths begin with
 * `params`. Empty where no runner has the job: it checks before the run starts.
 */
export function paramsIssuesFor(
  jobKey: string,
  params: JsonObject,
  runners: readonly SeenRunner[],
  now: number,
): InputIssue[] {
  const schema = reportedJob(jobKey, runners, now)?.paramsSchema;
  return schema === undefined ? [] : paramsIssues(schema, params);
}
