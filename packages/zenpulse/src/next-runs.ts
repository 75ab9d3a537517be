import { types } from 'node:util';
import {
  completeSchedule,
  expandShortForms,
  nextOccurrences,
  SCHEDULE_DEFAULTS,
  scheduleFields,
  show,
  TRIGGER_FIELDS,
  type ShortForms,
  type TriggerFields,
} from '@zenpulse/core/domain';
import { instantOf, showInstant } from './instant.ts';
import { given } from './store/given-fields.ts';
import { problemsOf } from './store/problems.ts';

/**
 * A trigger in the row's own fields, or as `cron` or `every`. Omitted fields have the row's defaults; the default zone
 * is UTC. A whole schedule from a store works as well.
 */
export type TriggerInput = {
  readonly [Name in keyof TriggerFields]?: TriggerFields[Name] | undefined;
} & ShortForms & {
    /** The start of an interval; by default `from`, rounded down to a whole second. Text needs a zone. */
    readonly anchorAt?: Date | string | number | undefined;
  };

/** Which runs are asked for. */
export interface NextRunsOptions {
  /** Runs strictly after this instant. */
  readonly from: Date;
  /** The most runs to return, a whole number from 0; fewer are returned only if the trigger never fires again. */
  readonly count: number;
}

/** The first `count` instants strictly after `from`, earliest first. Throws a TypeError that names the field. */
export function nextRuns(trigger: TriggerInput, options: NextRunsOptions): Date[] {
  const fields = triggerFieldsOf(objectIn('trigger', trigger));
  const { from, count } = objectIn('options', options) as Partial<NextRunsOptions>;
  const after = types.isDate(from) ? from.getTime() : Number.NaN;
  if (Number.isNaN(after)) throw new TypeError(`nextRuns: from: expected a Date, got ${showInstant(from)}`);
  if (!isCount(count)) {
    throw new TypeError(`nextRuns: count: expected a whole number from 0, got ${show(count)}`);
  }
  const { anchorAt = Math.floor(after / 1000) * 1000 } = trigger;
  const anchored = { ...fields, anchorAt: instantOf('nextRuns: anchorAt', anchorAt) };
  return nextOccurrences(anchored, after, count).map((at) => new Date(at));
}

function triggerFieldsOf(input: object): TriggerFields {
  const { fields, issues } = expandShortForms(input);
  const [issue] = issues;
  if (issue !== undefined) throw new TypeError(`nextRuns: ${issue.path}: ${issue.message}`);
  const parsed = completeSchedule.safeParse({
    ...SCHEDULE_DEFAULTS,
    timezone: 'UTC',
    jobKey: 'preview',
    ...given(fields, (name) => !(name in scheduleFields) || IS_TRIGGER_FIELD.has(name)),
  });
  if (parsed.success) return parsed.data;
  throw new TypeError(`nextRuns: ${problemsOf(parsed.error)}`, { cause: parsed.error });
}

const IS_TRIGGER_FIELD: ReadonlySet<string> = new Set(TRIGGER_FIELDS);

function objectIn(name: string, value: unknown): object {
  if (typeof value === 'object' && value !== null) return value;
  throw new TypeError(`nextRuns: ${name}: expected an object, got ${show(value)}`);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
