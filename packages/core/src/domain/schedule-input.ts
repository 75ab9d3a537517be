import { z } from 'zod';
import { expected, show } from './expected.ts';
import { scheduleFields, type Schedule } from './schedule.ts';
import type { ScheduleFields } from './schedule-fields.ts';
import { hasInvisible } from './visible-text.ts';
import { triggerIssues } from './trigger-fields.ts';

/** Defaults of a new schedule. The default zone is configured, so it is not here. */
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
  note: null,
  pausedUntil: null,
  pauseReason: null,
  owner: null,
  runbookUrl: null,
  blackouts: null,
} as const satisfies Partial<ScheduleFields>);

/**
 * Parses a complete schedule: the rule of each field, then the rules across fields. Unknown keys are rejected. The reason
 * of a pause goes with the pause.
 */
export const completeSchedule = z
  .strictObject(scheduleFields, expected('a JSON object'))
  .superRefine(reportTriggerIssues)
  .overwrite((fields) => (fields.pausedUntil === null ? { ...fields, pauseReason: null } : fields));

/**
 * Parses a new schedule and fills in defaults. `defaultTimezone` is the configured zone; `ofJob` are the defaults from
 * the job's code.
 */
export function scheduleDraft(defaultTimezone: string, ofJob: ScheduleChange = {}) {
  const defaults = { ...SCHEDULE_DEFAULTS, timezone: defaultTimezone, ...ofJob };
  return z.preprocess(
    (input) => (isObject(input) ? { ...defaults, ...withoutUndefined(input) } : input),
    completeSchedule.superRefine(refuseInvisible),
  );
}

/** Parses a stored schedule with changes: texts that differ from the stored ones obey the rules for new texts. */
export function scheduleEdit(before: Readonly<Partial<Record<keyof ScheduleFields, unknown>>>) {
  return completeSchedule.superRefine((fields, context) => refuseInvisible(fields, context, before));
}

/** Rules for new texts. They do not apply to stored schedules, which keep running with the texts they have. */
const WITHOUT_INVISIBLE = {
  jobKey: 'a job key without invisible characters',
  variant: 'a variant without invisible characters',
  note: 'a note without invisible characters',
  pauseReason: 'a reason without invisible characters',
  owner: 'an owner without invisible characters',
  runbookUrl: 'an address without invisible characters',
} as const;
const VISIBLE_FIELDS = Object.keys(WITHOUT_INVISIBLE) as (keyof typeof WITHOUT_INVISIBLE)[]; // it has no other keys

/** Parses a change of a schedule: any of its fields, and the version it was read at. */
export const schedulePatch = z.strictObject(
  {
    ...z.strictObject(scheduleFields).partial().shape,
    jobKey: scheduleFields.jobKey.refine(isVisible, expected(WITHOUT_INVISIBLE.jobKey)).optional(),
    variant: scheduleFields.variant.refine(isVisible, expected(WITHOUT_INVISIBLE.variant)).optional(),
    note: visible('note'),
    pauseReason: visible('pauseReason'),
    owner: visible('owner'),
    runbookUrl: visible('runbookUrl'),
    version: z.number(expected('the version the schedule was read at')).int(expected('a whole number')),
  },
  expected('a JSON object'),
);

/** Fields to change; absent ones stay. */
export type ScheduleChange = Readonly<Partial<ScheduleFields>>;
/** The same, and the exceptions, which people change one by one. */
export type StoredChange = ScheduleChange & Partial<Pick<Schedule, 'exceptions'>>;

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

function visible(name: 'note' | 'pauseReason' | 'owner' | 'runbookUrl') {
  return scheduleFields[name].refine(isVisible, expected(WITHOUT_INVISIBLE[name])).optional();
}

function isVisible(text: string | null): boolean {
  return text === null || !hasInvisible(text);
}

function refuseInvisible(
  fields: ScheduleFields,
  context: z.RefinementCtx,
  before: Readonly<Partial<Record<keyof ScheduleFields, unknown>>> = {},
): void {
  for (const name of VISIBLE_FIELDS) {
    if (isVisible(fields[name]) || fields[name] === before[name]) continue;
    const message = `expected ${WITHOUT_INVISIBLE[name]}, got ${show(fields[name])}`;
    context.addIssue({ code: 'custom', path: [name], message, input: fields });
  }
}
