import { CRON_FIELDS, cronFieldProblem } from './cron/cron-fields.ts';
import { createCronTrigger } from './cron/cron-trigger.ts';
import { cronNeverFires } from './cron/cron-never-fires.ts';
import type { InputIssue } from './expected.ts';
import { createIntervalTrigger, intervalSeconds, MAX_INTERVAL_SECONDS } from './interval-trigger.ts';
import type { ScheduleFields } from './schedule-fields.ts';
import type { Trigger } from './trigger.ts';

/** The fields that define when a schedule runs. */
export const TRIGGER_FIELDS = [
  'triggerType',
  'intervalValue',
  'intervalUnit',
  'cronMinute',
  'cronHour',
  'cronDay',
  'cronMonth',
  'cronDayOfWeek',
  'timezone',
] as const;

export type TriggerFields = Pick<ScheduleFields, (typeof TRIGGER_FIELDS)[number]>;

export type RuleFields = TriggerFields & { readonly anchorAt: number };

/** The occurrences of the rule alone. */
export function ruleOf(fields: RuleFields): Trigger {
  if (fields.triggerType === 'cron') return createCronTrigger(fields, fields.timezone);
  const { intervalValue, intervalUnit } = fields;
  if (intervalValue === null || intervalUnit === null) throw new Error('an interval without value or unit');
  return createIntervalTrigger(intervalValue, intervalUnit, fields.anchorAt);
}

/**
 * Checks the rules across the trigger's fields: an interval is complete and in range, a cron has a date. Fields that
 * break their own rule are left out, although zod calls this then too: they have been reported already.
 */
export function triggerIssues(fields: TriggerFields): InputIssue[] {
  return fields.triggerType === 'cron' ? cronIssues(fields) : intervalIssues(fields);
}

function intervalIssues({ intervalValue, intervalUnit }: TriggerFields): InputIssue[] {
  const issues: InputIssue[] = [];
  if (intervalValue === null)
    issues.push({ path: 'intervalValue', message: 'expected a whole number from 1, got nothing' });
  if (intervalUnit === null)
    issues.push({
      path: 'intervalUnit',
      message: 'expected "seconds", "minutes", "hours", "days" or "weeks", got nothing',
    });
  if (intervalValue === null || intervalUnit === null || intervalValue > MAX_INTERVAL_SECONDS) return issues;
  return intervalSeconds(intervalValue, intervalUnit) > MAX_INTERVAL_SECONDS
    ? [{ path: 'intervalValue', message: `expected at most 366 days, got ${intervalValue} ${intervalUnit}` }]
    : [];
}

function cronIssues(fields: TriggerFields): InputIssue[] {
  const isReadable = CRON_FIELDS.every((name) => cronFieldProblem(name, fields[name]) === null);
  if (!isReadable || !cronNeverFires(fields)) return []; // a field that cannot be parsed has its own issue
  const { cronDay, cronMonth, cronDayOfWeek } = fields;
  const message = `expected days that exist: no date has day "${cronDay}", month "${cronMonth}" and day of week "${cronDayOfWeek}"`;
  return [{ path: 'cronDay', message }];
}
