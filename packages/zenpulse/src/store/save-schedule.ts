import { isDeepStrictEqual } from 'node:util';
import {
  expandShortForms,
  scheduleDraft,
  scheduleEdit,
  scheduleFields,
  settableValues,
  issuesText,
  show,
  type ChangeAuthor,
  type InputIssue,
  type JsonObject,
  type Schedule,
  type ScheduleFields,
  type ShortForms,
} from '@zenpulse/core/domain';
import { StoreError, type ScheduleRef, type ScheduleStore } from '@zenpulse/core/ports';
import type { z } from 'zod';
import { given } from './given-fields.ts';
import { problemsOf } from './problems.ts';

/**
 * Identifies a schedule by `jobKey` (and `variant`), and gives the fields to set, the trigger also as `cron` or
 * `every`; other fields stay, or get their defaults. Fields that ZenPulse sets itself (`id`, `version`, `nextRunAt` …)
 * may be included and are ignored.
 */
export type ScheduleInput = {
  readonly [Name in keyof ScheduleFields]?: ScheduleFields[Name] | undefined;
} & Pick<ScheduleFields, 'jobKey'> &
  ShortForms;

/** The author of changes made here. */
export const BY_CODE: ChangeAuthor = { actor: null, origin: 'code' };

/** Each failed try means that another writer succeeded, so only many concurrent writers can reach this limit. */
const MOST_TRIES = 100;

/** The sources of a new schedule's defaults. */
export interface NewSchedules {
  readonly timezone: string;
  /** The defaults that the code of a job gives to each of its schedules. */
  readonly defaultsOf: (jobKey: string) => Partial<ScheduleFields> | Promise<Partial<ScheduleFields>>;
  /** What is wrong with params for a job, by what its code declares. */
  readonly paramsIssuesOf: (jobKey: string, params: JsonObject) => Promise<readonly InputIssue[]>;
}

/**
 * Creates the schedule of that job and variant, or changes the existing one; unchanged values write nothing. If another
 * writer changed it in between, the row is read again. Throws a TypeError that names the field.
 */
export async function saveSchedule(
  schedules: ScheduleStore,
  begins: NewSchedules,
  input: ScheduleInput,
): Promise<Schedule> {
  if (typeof input !== 'object' || input === null) {
    throw new TypeError(`expected a schedule such as { jobKey: 'report', … }, got ${show(input)}`);
  }
  checked(input, scheduleFields.jobKey.safeParse(input.jobKey), 'jobKey');
  const { fields, issues } = expandShortForms(input);
  const [issue] = issues;
  if (issue !== undefined)
    throw new TypeError(`the schedule of ${show(input.jobKey)}: ${issue.path}: ${issue.message}`);
  const { jobKey } = input;
  const expanded: ScheduleInput = { ...fields, jobKey };
  for (let triesLeft = MOST_TRIES; ; triesLeft -= 1) {
    try {
      return await saveOnce(schedules, begins, expanded);
    } catch (error) {
      if (triesLeft === 0 || !isConflict(error)) throw error;
    }
  }
}

async function saveOnce(
  schedules: ScheduleStore,
  begins: NewSchedules,
  input: ScheduleInput,
): Promise<Schedule> {
  const found = await findSchedule(schedules, input.jobKey, input.variant);
  const row = found === undefined ? null : await schedules.get(found.id);
  if (row === null) {
    const draft = scheduleDraft(begins.timezone, await begins.defaultsOf(input.jobKey));
    const fields = checked(input, draft.safeParse(given(input)));
    await refuseWrongParams(begins, fields);
    return schedules.create(fields, BY_CODE);
  }
  const before = settableValues(row);
  const fields = checked(input, scheduleEdit(before).safeParse({ ...before, ...given(input) }));
  if (!row.isDamaged && isDeepStrictEqual(before, fields)) return row.schedule;
  if (input.params !== undefined) await refuseWrongParams(begins, fields);
  const { id, version } = row.isDamaged ? row.damaged : row.schedule;
  return schedules.change(id, version, () => fields, BY_CODE); // the version guarantees that the row is still the one above
}

async function refuseWrongParams(
  { paramsIssuesOf }: NewSchedules,
  { jobKey, params }: ScheduleFields,
): Promise<void> {
  const issues = await paramsIssuesOf(jobKey, params);
  if (issues.length === 0) return;
  throw new TypeError(`the schedule of ${show(jobKey)}: ${issuesText(issues)}`);
}

/** The schedule of a job and variant, if there is one. */
export async function findSchedule(
  schedules: ScheduleStore,
  jobKey: string,
  variant = '',
): Promise<ScheduleRef | undefined> {
  const found = await schedules.findByJobs([jobKey]);
  return found.find((schedule) => schedule.variant === variant);
}

function checked<T>({ jobKey }: ScheduleInput, parsed: z.ZodSafeParseResult<T>, whole?: string): T {
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error, whole);
  throw new TypeError(`the schedule of ${show(jobKey)}: ${problems}`, { cause: parsed.error });
}

const CONFLICTS: ReadonlySet<string> = new Set(['stale_version', 'schedule_exists', 'not_found']);

function isConflict(error: unknown): boolean {
  return error instanceof StoreError && CONFLICTS.has(error.code);
}
