import type { FormField } from './form-values.ts';

/** The label of each field. */
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
  maxInstances: 'Runs at the same time',
  coalesce: 'Combine missed runs into one',
  isGraceLimited: 'Limit how late a run may start',
  misfireGraceTime: 'Start at most … seconds late',
  logPolicy: 'Log policy',
  timeoutSeconds: 'Timeout in seconds',
  maxRetries: 'Retries after a failure',
  params: 'Parameters (JSON)',
  onAmbiguous: 'If a runner crashes mid-run',
  note: 'Note',
  owner: 'Owner',
  runbookUrl: 'Runbook',
};

export function fieldLabel(path: string): string {
  return path in FIELD_LABELS ? FIELD_LABELS[path as FormField] : path;
}
