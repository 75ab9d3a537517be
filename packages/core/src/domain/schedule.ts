import { z } from 'zod';
import type { BlackoutWindow } from './blackout-window.ts';
import { cronFieldProblem, type CronField } from './cron/cron-fields.ts';
import { isTimeZone } from './cron/time-zone.ts';
import { zoneSpelling } from './cron/zone-spelling.ts';
import { expected } from './expected.ts';
import { instantText } from './instant-text.ts';
import { INTERVAL_UNITS, MAX_INTERVAL_SECONDS } from './interval-trigger.ts';
import { jsonObject } from './json-object.ts';
import type { ExceptionEntry } from './schedule-exceptions.ts';
import type { ScheduleFields } from './schedule-fields.ts';
import { webAddress } from './web-address.ts';

export const TRIGGER_TYPES = ['interval', 'cron'] as const;
export type TriggerType = (typeof TRIGGER_TYPES)[number];
const ON_AMBIGUOUS = ['skip', 'run'] as const;
export type OnAmbiguous = (typeof ON_AMBIGUOUS)[number];
export const LOG_POLICIES = ['none', 'failures', 'all'] as const;
/**
 * Which scheduled runs are written to the database: none; `fail`, `timeout`, `interrupted` and `missed`; all. Runs by
 * hand always are.
 */
export type LogPolicy = (typeof LOG_POLICIES)[number];

const MAX_SECONDS = MAX_INTERVAL_SECONDS;
const PRINTABLE = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u;

/** The name of a blackout window, as schedules refer to it. */
export const blackoutName = z
  .string(expected('the name of a blackout window'))
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    expected('1 to 64 letters, digits, dots, dashes or underscores'),
  );

/** So long may the reason of a change or of a pause be. */
const MAX_REASON_CHARACTERS = 500;
/** So long may params be, as JSON. */
export const MAX_PARAMS_CHARACTERS = 16_384;

/**
 * The fields of a schedule that a person sets, each with its rule: the one definition for browser, server and runner.
 * Rules across fields are in `trigger-fields.ts`, defaults in `schedule-input.ts`.
 */
export const scheduleFields = {
  jobKey: printable('a job key of 1 to 255 printable characters', 1, 255),
  variant: printable('a variant of at most 64 printable characters', 0, 64),
  enabled: bool(),
  triggerType: z.enum(TRIGGER_TYPES, expected('"interval" or "cron"')),
  intervalValue: wholeNumber('a whole number from 1', 1, MAX_SECONDS, 'at most 366 days').nullable(),
  intervalUnit: z
    .enum(INTERVAL_UNITS, expected('"seconds", "minutes", "hours", "days" or "weeks"'))
    .nullable(),
  cronMinute: cronText('cronMinute'),
  cronHour: cronText('cronHour'),
  cronDay: cronText('cronDay'),
  cronMonth: cronText('cronMonth'),
  cronDayOfWeek: cronText('cronDayOfWeek'),
  timezone: z
    .string(expected('an IANA time zone such as "Europe/Berlin"'))
    .refine(isTimeZone, expected('an IANA time zone such as "Europe/Berlin"'))
    .overwrite(zoneSpelling),
  maxInstances: wholeNumber('a whole number from 1 to 1000', 1, 1000),
  coalesce: bool(),
  misfireGraceTime: wholeNumber(
    `whole seconds from 1 to ${MAX_SECONDS}, or null for no limit`,
    1,
    MAX_SECONDS,
  ).nullable(),
  logPolicy: z.enum(LOG_POLICIES, expected('"none", "failures" or "all"')),
  timeoutSeconds: wholeNumber(
    'whole seconds from 1 to 604800, or null for no timeout',
    1,
    604_800,
  ).nullable(),
  maxRetries: wholeNumber('a whole number from 0 to 100', 0, 100),
  params: jsonObject(MAX_PARAMS_CHARACTERS),
  onAmbiguous: z.enum(ON_AMBIGUOUS, expected('"skip" or "run"')),
  note: freeText('a note of at most 500 characters', 500),
  pausedUntil: instantText.nullable(),
  pauseReason: freeText('a reason of at most 500 characters', MAX_REASON_CHARACTERS),
  owner: lineOrNull('an owner of at most 255 printable characters', 255),
  runbookUrl: webAddress('an http or https address of at most 2,000 characters', 2000),
  blackouts: names('at most 20 names of blackout windows', 20),
} as const satisfies Readonly<Record<keyof ScheduleFields, z.ZodType>>;

/** Why somebody makes a change; empty is null. */
export const changeReason = freeText('a reason of at most 500 characters', MAX_REASON_CHARACTERS);

/** What stores add to a schedule that refers to blackout windows. */
export interface InForce {
  /** The windows that exist under these names. */
  readonly blackoutWindows?: readonly BlackoutWindow[];
}

/** A schedule as stored. Instants are epoch milliseconds. */
export interface Schedule extends ScheduleFields {
  readonly id: string;
  /** Raised by every write; a change states the version it was read at. */
  readonly version: number;
  /** Interval occurrences are counted from here; a whole second. */
  readonly anchorAt: number;
  /** No occurrence before this instant is ever caught up. */
  readonly effectiveFrom: number;
  /** When the pause began, in ISO; null without one, or if its beginning is not known. */
  readonly pausedFrom: string | null;
  /** Single occurrences that are skipped, moved or added, and past pauses; null for none. */
  readonly exceptions: readonly ExceptionEntry[] | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

function printable(what: string, min: number, max: number) {
  return z
    .string(expected(what))
    .min(min, expected(what))
    .max(max, expected(what))
    .regex(PRINTABLE, expected(what))
    .refine((text) => text === text.trim(), expected(`${what} without a blank at either end`));
}

/** Text of several lines, without blanks at either end; empty is null. */
function freeText(what: string, max: number) {
  return z
    .string(expected(what))
    .overwrite((text) => text.replaceAll('\r\n', '\n').trim())
    .max(max, expected(what))
    .regex(/^(?:[\n\t]|[^\p{Cc}\p{Cs}])*$/u, expected(`${what}, without control characters`))
    .nullable()
    .overwrite((text) => (text === '' ? null : text));
}

/** Text of one line, without blanks at either end; empty is null. */
function lineOrNull(what: string, max: number) {
  return z
    .string(expected(what))
    .overwrite((text) => text.trim())
    .max(max, expected(what))
    .regex(PRINTABLE, expected(what))
    .nullable()
    .overwrite((text) => (text === '' ? null : text));
}

/** Different names; an empty list is null. */
function names(what: string, max: number): z.ZodType<readonly string[] | null, string[] | null> {
  return z
    .array(blackoutName, expected(what))
    .max(max, expected(what))
    .nullable()
    .overwrite((list) => (list === null || list.length === 0 ? null : [...new Set(list)]));
}

function bool() {
  return z.boolean(expected('true or false'));
}

function wholeNumber(what: string, min: number, max: number, atMost = what) {
  return z.number(expected(what)).int(expected(what)).min(min, expected(what)).max(max, expected(atMost));
}

function cronText(field: CronField) {
  return z.string(expected('text such as "*" or "*/15"')).superRefine((text, context) => {
    const problem = cronFieldProblem(field, text);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem, input: text });
  });
}
