import {
  inputIssues,
  paramsIssuesIn,
  scheduleFields,
  type completeSchedule,
  type InputIssue,
  type JsonObject,
  type ScheduleFields,
} from '@zenpulse/core/domain';
import { paramsIssuesFor } from '@zenpulse/present';
import type { OpenStore } from '../open-store.ts';
import { usageError } from '../command-error.ts';

/**
 * Returns the fields if the domain's rules accept them; otherwise throws one line in which the rules' field names are
 * replaced by flags.
 */
export function checkedFields(parsed: ReturnType<typeof completeSchedule.safeParse>): ScheduleFields {
  if (parsed.success) return parsed.data;
  throw usageError(problemsInFlags(inputIssues(parsed.error)));
}

/** Throws if params do not fit what the job's code declares, as far as a living runner reports it. */
export async function refuseWrongParams(
  { jobKey, params }: Pick<ScheduleFields, 'jobKey' | 'params'>,
  { backend }: OpenStore,
): Promise<void> {
  const issues = paramsIssuesFor(jobKey, params, await backend.runners.list(), backend.clock.now());
  if (issues.length > 0) throw usageError(problemsInFlags(issues));
}

/** The params of a flag, by the rule of the field; undefined without the flag. */
export function checkedParams(typed: unknown): JsonObject | undefined {
  const parsed = scheduleFields.params.optional().safeParse(typed);
  if (parsed.success) return parsed.data;
  throw usageError(problemsInFlags(paramsIssuesIn(parsed.error)));
}

/** A flag that sets several fields is mentioned once. */
export function problemsInFlags(issues: readonly InputIssue[]): string {
  const problems = new Map<string, string>();
  for (const { path, message } of issues) {
    const flag = flagOf(path);
    if (!problems.has(flag))
      problems.set(flag, SAYS_NONE.has(path) ? message.replace('null', '"none"') : message);
  }
  return [...problems].map(([flag, message]) => `${flag}: ${message}`).join('; ');
}

/** For these flags, `none` means null. */
const SAYS_NONE: ReadonlySet<string> = new Set([
  'misfireGraceTime',
  'timeoutSeconds',
  'pausedUntil',
  'blackouts',
]);

function flagOf(path: string): string {
  const [field = '', ...rest] = path.split('.');
  return [FLAG_OF[field as keyof ScheduleFields] ?? field, ...rest].join('.'); // a name without a flag is kept
}

const FLAG_OF: Readonly<Record<keyof ScheduleFields, string>> = {
  jobKey: 'job key',
  variant: '--variant',
  enabled: '--enabled',
  triggerType: '--cron or --every',
  intervalValue: '--every',
  intervalUnit: '--every',
  cronMinute: '--cron (minute)',
  cronHour: '--cron (hour)',
  cronDay: '--cron (day)',
  cronMonth: '--cron (month)',
  cronDayOfWeek: '--cron (day of week)',
  timezone: '--timezone',
  maxInstances: '--max-instances',
  coalesce: '--coalesce',
  misfireGraceTime: '--misfire-grace',
  logPolicy: '--log-policy',
  timeoutSeconds: '--timeout',
  maxRetries: '--max-retries',
  params: '--params',
  onAmbiguous: '--on-ambiguous',
  note: '--note',
  pausedUntil: '--paused-until',
  pauseReason: '--pause-reason',
  owner: '--owner',
  runbookUrl: '--runbook-url',
  blackouts: '--blackouts',
};
