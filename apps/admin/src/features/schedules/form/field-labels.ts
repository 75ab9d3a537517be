import type { FormField } from './form-values.ts';

/** What each field is called on the screen. */
export const FIELD_LABELS: Readonly<Record<FormField, string>> = {
  jobKey: 'Job key',
  variant: 'Variant',
  enabled: 'Enabled',
  triggerType: 'Trigger',
  intervalValue: 'Every',
  intervalUnit: 'Unit',
  cronMinute: 'Minute',
  cronHour: 'Hour',
  cronDay: 'Day of month',
  cronMonth: 'Month',
  cronDayOfWeek: 'Day of week',
  timezone: 'Time zone',
  maxInstances: 'Instances at a time',
  coalesce: 'Run once for several missed occurrences',
  isGraceLimited: 'Limit how late a run may start',
  misfireGraceTime: 'Grace time in seconds',
  logPolicy: 'Log policy',
  timeoutSeconds: 'Timeout in seconds',
  maxRetries: 'Retries after a failure',
  params: 'Parameters (JSON)',
  onAmbiguous: 'When nobody can tell whether it ran',
};

export function fieldLabel(path: string): string {
  return path in FIELD_LABELS ? FIELD_LABELS[path as FormField] : path;
}
