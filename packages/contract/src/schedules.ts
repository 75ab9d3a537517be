import {
  changeReason,
  instantText,
  exceptionEntries,
  expected,
  OUTCOMES,
  SCHEDULE_DEFAULTS,
  SCHEDULE_STATES,
  scheduleFields,
  triggerIssues,
  type ScheduleFields,
  type ScheduleState,
} from '@zenpulse/core/domain';
import { z } from 'zod';
import type { RecentOccurrence } from './figures.ts';
import { isoInstant } from './instants.ts';
import type { ScheduleAction } from './roles.ts';
import { booleanText, pageQuery, queryObject, searchText } from './queries.ts';

/** A schedule on the wire: the row's fields, instants in ISO. */
const scheduleDto = z.object({
  ...scheduleFields,
  id: z.string(),
  version: z.int(),
  anchorAt: isoInstant,
  effectiveFrom: isoInstant,
  pausedFrom: isoInstant.nullable(),
  exceptions: exceptionEntries,
  createdAt: isoInstant,
  updatedAt: isoInstant,
});
export type ScheduleDto = z.output<typeof scheduleDto>;

const lastRunDto = z.object({
  runId: z.string(),
  status: z.enum(OUTCOMES),
  scheduledAt: isoInstant,
  runTime: isoInstant,
  durationMs: z.number().nullable(),
});
export type LastRunDto = z.output<typeof lastRunDto>;

/** What lists and details add to the row. */
interface ScheduleExtras {
  /** Null if disabled, damaged, or never due again. */
  readonly nextRunAt: string | null;
  readonly lastRun: LastRunDto | null;
  /** The trigger in words. */
  readonly description: string;
  /** Whether a living runner has the job registered; null if no runner is alive. */
  readonly registered: boolean | null;
  /** What is wrong with a row that was changed by hand; empty for a valid one. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  /** What it is doing, in one word: of several that hold, the first of `SCHEDULE_STATES`. */
  readonly state: ScheduleState;
  /** The start of the first failed run since the last success, as far as it is known; null unless it fails. */
  readonly failingSince: string | null;
  /** The usual duration of a run: the median of its newest successes; null if not known. */
  readonly typicalMs: number | null;
  /** Its newest occurrences, at most 60, newest last, under every log policy; with `include=recent`, and of one schedule. */
  readonly recent?: readonly RecentOccurrence[];
  /**
   * Of one schedule: what the application's rule (`may`) refuses of that which the role allows, and why. Absent without a
   * rule, and where it takes long to answer.
   */
  readonly mayNot?: Readonly<Partial<Record<ScheduleAction, string>>>;
}

/** A row of the schedules page. A damaged row keeps its stored values, whatever their type. */
export type ScheduleItem = ScheduleDto & ScheduleExtras;

/** Tests of a schedule, each independent of the others: every state but those that runners report of a moment, and `ok`. */
export const SCHEDULE_TESTS = SCHEDULE_STATES.filter((state) => state !== 'ok' && state !== 'retrying');
export type ScheduleIs = Exclude<ScheduleState, 'ok' | 'retrying'>;

/** How many schedules pass each test. */
export interface ScheduleCounts {
  readonly total: number;
  readonly failing: number;
  readonly missed: number;
  readonly running: number;
  readonly paused: number;
  readonly disabled: number;
  readonly unregistered: number;
  readonly damaged: number;
  readonly neverRan: number;
}

/** By `nextRunAt`, `lastRunAt` and `typicalMs` schedules without one come last, whatever the direction. */
export const SCHEDULE_SORTS = [
  'jobKey',
  'enabled',
  'updatedAt',
  'nextRunAt',
  'lastRunAt',
  'typicalMs',
] as const;
export type ScheduleSortName = (typeof SCHEDULE_SORTS)[number];
const sorts = SCHEDULE_SORTS.flatMap((name) => [name, `-${name}`] as const);

const PARTS = ['counts', 'recent'] as const;
const part = z.enum(PARTS, expected(`any of ${PARTS.join(', ')}`));

/** One or several, repeated or with commas in between. */
const includedParts = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : [value]).flatMap((text) => text.split(',')))
  .pipe(z.array(part))
  .default([]);

export const listSchedulesQuery = queryObject({
  search: searchText,
  enabled: booleanText,
  triggerType: scheduleFields.triggerType.optional(),
  logPolicy: scheduleFields.logPolicy.optional(),
  is: z.enum(SCHEDULE_TESTS, expected(`one of ${SCHEDULE_TESTS.join(', ')}`)).optional(),
  /** `counts`: the answer has the counts of `GET /api/schedules/counts` too. `recent`: each item has `recent`. */
  include: includedParts,
  /** A field name, with `-` before it for descending. */
  sort: z
    .enum(sorts, expected(`${SCHEDULE_SORTS.join(', ')}, or one of them with "-" before it`))
    .default('jobKey'),
  ...pageQuery,
});
export type ListSchedulesQuery = z.output<typeof listSchedulesQuery>;

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export interface SchedulePage extends Page<ScheduleItem> {
  readonly total: number;
  /** Of all schedules, whatever the filter; if asked for, and known within a moment. */
  readonly counts?: ScheduleCounts;
}

/**
 * The body of `POST /api/preview`: the trigger's fields, for an interval its anchor (default: now), and the schedule that
 * it is to replace the trigger of.
 */
export function previewBody(defaultTimezone: string) {
  const { triggerType, intervalValue, intervalUnit } = scheduleFields;
  const runs = expected('a whole number from 1 to 50');
  return z
    .strictObject(
      {
        triggerType,
        intervalValue: intervalValue.default(SCHEDULE_DEFAULTS.intervalValue),
        intervalUnit: intervalUnit.default(SCHEDULE_DEFAULTS.intervalUnit),
        cronMinute: scheduleFields.cronMinute.default('*'),
        cronHour: scheduleFields.cronHour.default('*'),
        cronDay: scheduleFields.cronDay.default('*'),
        cronMonth: scheduleFields.cronMonth.default('*'),
        cronDayOfWeek: scheduleFields.cronDayOfWeek.default('*'),
        timezone: scheduleFields.timezone.default(defaultTimezone),
        anchorAt: isoInstant.optional(),
        scheduleId: z.string(expected('the id of a schedule')).optional(),
        count: z.int(runs).min(1, runs).max(50, runs).default(5),
      },
      expected('a JSON object'),
    )
    .superRefine((fields, context) => {
      for (const { path, message } of triggerIssues(fields)) {
        context.addIssue({ code: 'custom', path: [path], message, input: fields });
      }
    });
}

/** What saving changes in the time up to `until`. Gained and lost are instants that only one of the triggers has. */
export interface PreviewChange {
  readonly until: string;
  readonly before: number;
  readonly after: number;
  readonly gained: number;
  readonly lost: number;
  readonly firstGainedAt: string | null;
  readonly firstLostAt: string | null;
}

export interface Preview {
  readonly description: string;
  readonly runs: readonly string[];
  readonly warnings: readonly string[];
  /** The next change of the clock in the zone; null if there is none within a year. */
  readonly clockChange: { readonly at: string; readonly isFelt: boolean; readonly message: string } | null;
  /** How many other schedules are due in the minute of the first run; null if that is not known in time. */
  readonly sameMinute: number | null;
  /** Null without `scheduleId`, and where the stored trigger is damaged. */
  readonly change: PreviewChange | null;
}

const KEY = '1 to 100 visible ASCII characters without a space';

/** The body of `POST /api/schedules/:id/run`; none is the same as `{}`. */
export const runBody = z
  .strictObject(
    {
      params: scheduleFields.params.optional(),
      /** The same key again within 24 hours is the same run, for a caller that got no answer. */
      idempotencyKey: z
        .string(expected(KEY))
        .regex(/^[\x21-\x7e]{1,100}$/, expected(KEY))
        .optional(),
      /** A run planned for a time, instead of now. */
      at: instantText.optional(),
      reason: changeReason.optional(),
    },
    expected('a JSON object such as { params }'),
  )
  .refine(({ at, idempotencyKey }) => at === undefined || idempotencyKey === undefined, {
    path: ['idempotencyKey'],
    ...expected('no key beside `at`: a run planned for an instant is one anyway'),
  })
  .refine(({ at, params }) => at === undefined || params === undefined, {
    path: ['params'],
    ...expected('no params beside `at`: a planned run has those of the schedule'),
  })
  .optional();

export interface RunAccepted {
  readonly runId: string;
}

/** The body of `POST /api/schedules`: the required fields; the others have defaults. */
export type ScheduleBody = Partial<ScheduleFields> & Pick<ScheduleFields, 'jobKey' | 'triggerType'>;
