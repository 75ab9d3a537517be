import {
  inputIssues,
  scheduleDraft,
  show,
  type InputIssue,
  type ScheduleFields,
} from '@zenpulse/core/domain';
import { ORIGINAL_CRON_FIELDS, type OriginalCronField } from './original-expression.ts';
import { translateCron, type OriginalCron } from './translate-cron.ts';

type OriginalFields = Readonly<Record<string, unknown>>;

/** A schedule of the original as fields of a schedule here, or its problems. Paths are the original's field names. */
export type TranslatedSchedule =
  | { readonly fields: ScheduleFields; readonly notes: readonly InputIssue[]; readonly issues: null }
  | { readonly fields: null; readonly notes: readonly InputIssue[]; readonly issues: readonly InputIssue[] };

/** `timezone` is the zone in which the original ran: its rows have none. */
export function translateSchedule(original: OriginalFields, timezone: string): TranslatedSchedule {
  const isCron = original['trigger_type'] === 'cron';
  const cron = cronOf(original, isCron);
  const interval = intervalOf(original, isCron);
  const notes = [...cron.notes, ...interval.notes, ...unknownFields(original)];
  const draft = { ...likeHere(original), ...cron.fields, ...interval.fields };
  const result = scheduleDraft(timezone).safeParse(draft);
  const said = new Set(cron.issues.map(({ path }) => path));
  const refused = result.success ? [] : inputIssues(result.error).map(inTheirNames);
  const issues = [...cron.issues, ...refused.filter(({ path }) => !said.has(path))];
  if (result.success && issues.length === 0) return { fields: result.data, notes, issues: null };
  return { fields: null, notes, issues };
}

/** Fields with the same meaning here, by the original's name. `timezone` exists in a fork. */
const LIKE_HERE = {
  job_key: 'jobKey',
  enabled: 'enabled',
  trigger_type: 'triggerType',
  max_instances: 'maxInstances',
  coalesce: 'coalesce',
  misfire_grace_time: 'misfireGraceTime',
  log_policy: 'logPolicy',
  timezone: 'timezone',
} as const satisfies Record<string, keyof ScheduleFields>;

const OURS: Readonly<Record<string, keyof ScheduleFields>> = {
  ...LIKE_HERE,
  interval_value: 'intervalValue',
  interval_unit: 'intervalUnit',
  cron_minute: 'cronMinute',
  cron_hour: 'cronHour',
  cron_day: 'cronDay',
  cron_month: 'cronMonth',
  cron_day_of_week: 'cronDayOfWeek',
};

function likeHere(original: OriginalFields): Partial<Record<keyof ScheduleFields, unknown>> {
  const found = Object.entries(LIKE_HERE).map(([theirs, ours]) => [ours, original[theirs]] as const);
  const fields = Object.fromEntries(
    found.filter(([ours, value]) => !(ours === 'timezone' && !isText(value))),
  );
  return { ...fields, triggerType: fields['triggerType'] ?? 'interval' };
}

interface Part {
  readonly fields: Partial<ScheduleFields>;
  readonly notes: readonly InputIssue[];
  readonly issues: readonly InputIssue[];
}

/** For an interval, the cron fields are not used, so parts that cannot be expressed here are left out. */
function cronOf(original: OriginalFields, isUsed: boolean): Part {
  const texts = ORIGINAL_CRON_FIELDS.map((field) => [field, original[field] ?? '*'] as const);
  const strangers = texts.filter(([, text]) => typeof text !== 'string');
  const { fields, notes, issues } =
    strangers.length === 0
      ? translateCron(Object.fromEntries(texts) as OriginalCron) // all five, and all texts
      : { fields: {}, notes: [], issues: strangers.map(notText) };
  if (isUsed) return { fields, notes, issues };
  return { fields: issues.length === 0 ? fields : {}, notes: [], issues: [] };
}

function notText([path, value]: readonly [OriginalCronField, unknown]): InputIssue {
  return { path, message: `expected text such as "*" or "*/15", got ${show(value)}` };
}

/** The original's engine used 1 and minutes as defaults; for a cron these fields are not used. */
function intervalOf(original: OriginalFields, isCron: boolean): Part {
  const { interval_value: value, interval_unit: unit } = original;
  if (isCron) {
    const isGood = scheduleDraft('UTC').safeParse({
      jobKey: 'any',
      triggerType: 'interval',
      intervalValue: value,
      intervalUnit: unit,
    }).success;
    const fields = isGood ? { intervalValue: value, intervalUnit: unit } : {};
    return { fields: fields as Partial<ScheduleFields>, notes: [], issues: [] }; // checked above
  }
  const isValueEmpty = value === null || value === undefined || value === 0;
  const isUnitEmpty = unit === null || unit === undefined || unit === '';
  return {
    // Missing or invalid values are rejected by the field's own rule.
    fields: {
      intervalValue: isValueEmpty ? 1 : value,
      intervalUnit: isUnitEmpty ? 'minutes' : unit,
    } as Partial<ScheduleFields>,
    notes: [
      ...(isValueEmpty
        ? [{ path: 'interval_value', message: `${show(value)} is 1 here, as its engine took it` }]
        : []),
      ...(isUnitEmpty
        ? [{ path: 'interval_unit', message: `${show(unit)} is "minutes" here, as its engine took it` }]
        : []),
    ],
    issues: [],
  };
}

const WITHOUT_MEANING = new Set(['id', 'updated_at', 'created_at']);

function unknownFields(original: OriginalFields): InputIssue[] {
  return Object.keys(original)
    .filter((name) => !Object.hasOwn(OURS, name) && !WITHOUT_MEANING.has(name))
    .map((path) => ({ path, message: 'unknown field, left out' }));
}

function inTheirNames({ path, message }: InputIssue): InputIssue {
  const [field = '', ...rest] = path.split('.');
  const theirs = Object.entries(OURS).find(([, ours]) => ours === field)?.[0] ?? field;
  return { path: [theirs, ...rest].join('.'), message };
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
