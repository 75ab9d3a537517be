import type { Schedule } from '@zenpulse/core/domain';
import { fieldsOfKind, type Column } from '../sql/column.ts';

/**
 * The columns of `zenpulse_schedule_config`, the same on every database. Rows are read and written from this table
 * alone.
 */
export const SCHEDULE_COLUMNS = {
  id: { column: 'id', kind: 'name' },
  jobKey: { column: 'job_key', kind: 'name' },
  variant: { column: 'variant', kind: 'name' },
  enabled: { column: 'enabled', kind: 'boolean' },
  triggerType: { column: 'trigger_type', kind: 'name' },
  intervalValue: { column: 'interval_value', kind: 'whole' },
  intervalUnit: { column: 'interval_unit', kind: 'name' },
  anchorAt: { column: 'anchor_at', kind: 'instant' },
  cronMinute: { column: 'cron_minute', kind: 'name' },
  cronHour: { column: 'cron_hour', kind: 'name' },
  cronDay: { column: 'cron_day', kind: 'name' },
  cronMonth: { column: 'cron_month', kind: 'name' },
  cronDayOfWeek: { column: 'cron_day_of_week', kind: 'name' },
  timezone: { column: 'timezone', kind: 'name' },
  maxInstances: { column: 'max_instances', kind: 'whole' },
  coalesce: { column: 'coalesce', kind: 'boolean' },
  misfireGraceTime: { column: 'misfire_grace_time', kind: 'whole' },
  logPolicy: { column: 'log_policy', kind: 'name' },
  timeoutSeconds: { column: 'timeout_seconds', kind: 'whole' },
  maxRetries: { column: 'max_retries', kind: 'whole' },
  params: { column: 'params', kind: 'object' },
  onAmbiguous: { column: 'on_ambiguous', kind: 'name' },
  note: { column: 'note', kind: 'text' },
  pausedFrom: { column: 'paused_from', kind: 'isoInstant' },
  pausedUntil: { column: 'paused_until', kind: 'isoInstant' },
  pauseReason: { column: 'pause_reason', kind: 'text' },
  owner: { column: 'owner', kind: 'name' },
  runbookUrl: { column: 'runbook_url', kind: 'text' },
  blackouts: { column: 'blackouts', kind: 'list' },
  exceptions: { column: 'exceptions', kind: 'list' },
  version: { column: 'version', kind: 'whole' },
  effectiveFrom: { column: 'effective_from', kind: 'instant' },
  createdAt: { column: 'created_at', kind: 'instant' },
  updatedAt: { column: 'updated_at', kind: 'instant' },
} as const satisfies Record<keyof Schedule, Column>;

type Columns = typeof SCHEDULE_COLUMNS;
/** The fields of a kind. */
export type ScheduleFieldOf<Kind> = {
  [Field in keyof Columns]: Columns[Field]['kind'] extends Kind ? Field : never;
}[keyof Columns];

export const SCHEDULE_FIELDS = Object.keys(SCHEDULE_COLUMNS) as (keyof Schedule)[]; // the object has no other keys
export const SCHEDULE_INSTANTS = fieldsOfKind(SCHEDULE_COLUMNS, 'instant');
export const SCHEDULE_ISO_INSTANTS = fieldsOfKind(SCHEDULE_COLUMNS, 'isoInstant');
export const SCHEDULE_LISTS = fieldsOfKind(SCHEDULE_COLUMNS, 'list');
export const SCHEDULE_BOOLEANS = fieldsOfKind(SCHEDULE_COLUMNS, 'boolean');
export const SCHEDULE_OBJECTS = fieldsOfKind(SCHEDULE_COLUMNS, 'object');

/** The names of the columns, for an INSERT. */
export const scheduleNames = SCHEDULE_FIELDS.map((field) => `"${SCHEDULE_COLUMNS[field].column}"`).join(', ');
