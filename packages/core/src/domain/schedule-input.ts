import { z } from 'zod';
import { expected } from './expected.ts';
import { scheduleFields } from './schedule.ts';
import type { ScheduleFields } from './schedule-fields.ts';
import { triggerIssues } from './trigger-fields.ts';

/** What a new schedule gets where nothing is said. The zone is the configured one, so it has no default here. */
export const SCHEDULE_DEFAULTS = Object.freeze({
  variant: '',
  enabled: true,
  intervalValue: null,
  intervalUnit: null,
  cronMinute: '*',
  cronHour: '*',
  cronDay: '*',
  cronMonth: '*',
  cronDayOfWeek: '*',
  maxInstances: 1,
  coalesce: true,
  misfireGraceTime: 60,
  logPolicy: 'failures',
  timeoutSeconds: null,
  maxRetries: 0,
  params: {},
  onAmbiguous: 'skip',
} as const satisfies Partial<ScheduleFields>);

/** Parses a complete schedule: every field's rule, then what holds between fields. Unknown keys are refused. */
export const completeSchedule = z
  .strictObject(scheduleFields, expected('a JSON object'))
  .superRefine(reportTriggerIssues);

/**
 * Parses what creates a schedule, with defaults filled in; `defaultTimezone` is the configured zone, `ofJob` what the
 * job's code says of each of its schedules.
 */
export function scheduleDraft(defaultTimezone: string, ofJob: ScheduleChange = {}) {
  const defaults = { ...SCHEDULE_DEFAULTS, timezone: defaultTimezone, ...ofJob };
  return z.preprocess(
    (input) => (isObject(input) ? { ...defaults, ...withoutUndefined(input) } : input),
    completeSchedule,
  );
}

/** Parses what changes a schedule: any of its fields, and the version it was read at. */
export const schedulePatch = z.strictObject(
  {
    ...z.strictObject(scheduleFields).partial().shape,
    version: z.number(expected('the version the schedule was read at')).int(expected('a whole number')),
  },
  expected('a JSON object'),
);

/** Fields to change; an absent one stays. */
export type ScheduleChange = Readonly<Partial<ScheduleFields>>;

function reportTriggerIssues(fields: ScheduleFields, context: z.RefinementCtx): void {
  for (const { path, message } of triggerIssues(fields)) {
    context.addIssue({ code: 'custom', path: [path], message, input: fields });
  }
}

function isObject(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

function withoutUndefined(input: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
