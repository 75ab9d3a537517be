import type { Schedule } from '@zenpulse/core/domain';

/** The column of each field in `zenpulse_schedule_config`, the same on every database. */
export const SCHEDULE_COLUMNS = {
  id: 'id',
  jobKey: 'job_key',
  variant: 'variant',
  enabled: 'enabled',
  triggerType: 'trigger_type',
  intervalValue: 'interval_value',
  intervalUnit: 'interval_unit',
  anchorAt: 'anchor_at',
  cronMinute: 'cron_minute',
  cronHour: 'cron_hour',
  cronDay: 'cron_day',
  cronMonth: 'cron_month',
  cronDayOfWeek: 'cron_day_of_week',
  timezone: 'timezone',
  maxInstances: 'max_instances',
  coalesce: 'coalesce',
  misfireGraceTime: 'misfire_grace_time',
  logPolicy: 'log_policy',
  timeoutSeconds: 'timeout_seconds',
  maxRetries: 'max_retries',
  params: 'params',
  onAmbiguous: 'on_ambiguous',
  version: 'version',
  effectiveFrom: 'effective_from',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
} as const satisfies Record<keyof Schedule, string>;

/** The fields that are instants: epoch milliseconds here, the database's own type in the table. */
export const SCHEDULE_INSTANTS = ['anchorAt', 'effectiveFrom', 'createdAt', 'updatedAt'] as const;
