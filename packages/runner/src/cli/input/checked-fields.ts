import {
  inputIssues,
  type completeSchedule,
  type InputIssue,
  type ScheduleFields,
} from '@zenpulse/core/domain';
import { usageError } from '../command-error.ts';

/** The fields, if the domain's rules accept them; otherwise one line that names flags where the rules name fields. */
export function checkedFields(parsed: ReturnType<typeof completeSchedule.safeParse>): ScheduleFields {
  if (parsed.success) return parsed.data;
  throw usageError(problemsInFlags(inputIssues(parsed.error)));
}

/** A flag that stands for several fields is complained of once. */
export function problemsInFlags(issues: readonly InputIssue[]): string {
  const problems = new Map<string, string>();
  for (const { path, message } of issues) {
    const flag = flagOf(path);
    if (!problems.has(flag))
      problems.set(flag, SAYS_NONE.has(path) ? message.replace('null', '"none"') : message);
  }
  return [...problems].map(([flag, message]) => `${flag}: ${message}`).join('; ');
}

/** Where a flag says `none`, the field is null. */
const SAYS_NONE: ReadonlySet<string> = new Set(['misfireGraceTime', 'timeoutSeconds']);

function flagOf(path: string): string {
  const [field = '', ...rest] = path.split('.');
  return [FLAG_OF[field as keyof ScheduleFields] ?? field, ...rest].join('.'); // a name without a flag stays as it is
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
};
