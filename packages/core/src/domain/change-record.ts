import { scheduleFields, type Schedule } from './schedule.ts';
import type { StoredSchedule } from './stored-schedule.ts';

export const CHANGE_ORIGINS = ['admin', 'cli', 'code', 'sql'] as const;
/** How a change came about; `sql`: by SQL of somebody's own, or by a process of an older release. */
export type ChangeOrigin = (typeof CHANGE_ORIGINS)[number];

export const CHANGE_ACTIONS = [
  'create',
  'change',
  'delete',
  'revert',
  'run',
  'cancel',
  'delete-executions',
  'remove-runner',
] as const;
export type ChangeAction = (typeof CHANGE_ACTIONS)[number];

/** Who makes a change, and why. */
export interface ChangeAuthor {
  /** A name; null where nobody is known. */
  readonly actor: string | null;
  readonly origin: Exclude<ChangeOrigin, 'sql'>;
  readonly reason?: string | null | undefined;
}

/** Values by field name; instants are epoch milliseconds. Of a damaged row any values. */
export type RecordedValues = Readonly<Record<string, unknown>>;

/** What was done, by whom, when and why. */
export interface ChangeRecord {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly actor: string | null;
  readonly origin: ChangeOrigin;
  /** Null for what concerns no schedule. */
  readonly scheduleId: string | null;
  readonly jobKey: string | null;
  readonly variant: string | null;
  readonly action: ChangeAction;
  /** The fields that changed, as they were; null for a schedule that did not exist. */
  readonly before: RecordedValues | null;
  /** The same fields afterwards; null for a schedule that was deleted. */
  readonly after: RecordedValues | null;
  readonly reason: string | null;
  /** Common to what one action did to many schedules. */
  readonly bulkId: string | null;
  /** The change that this one puts back. */
  readonly revertOf: string | null;
}

/** The fields of a schedule whose changes are recorded: all that people, SQL or re-anchoring set. */
export const RECORDED_FIELDS = [
  ...(Object.keys(scheduleFields) as (keyof typeof scheduleFields)[]), // the object has no other keys
  'anchorAt',
  'effectiveFrom',
  'pausedFrom',
  'exceptions',
] as const satisfies readonly (keyof Schedule)[];

/** All values of a row, as a creation or a deletion records them. */
export function valuesOf(row: StoredSchedule): Readonly<Record<keyof Schedule, unknown>> {
  return row.isDamaged ? row.damaged.values : row.schedule;
}

/** The recorded fields that differ, with their values before and after; null if none does. */
export function changedValues(
  before: RecordedValues,
  after: RecordedValues,
): { readonly before: RecordedValues; readonly after: RecordedValues } | null {
  const names = RECORDED_FIELDS.filter((name) => !isSameRecorded(before[name], after[name]));
  if (names.length === 0) return null;
  return { before: picked(before, names), after: picked(after, names) };
}

/** Equal as JSON: a value that went through a database and back is still the same. */
export function isSameRecorded(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

function picked(values: RecordedValues, names: readonly string[]): RecordedValues {
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
}

/** A row that a transaction writes: its new values, or null to delete it. */
export interface ScheduleEdit {
  readonly after: Schedule | null;
  /** Default: create, change or delete, by what happens to the row. */
  readonly action?: ChangeAction;
  readonly bulkId?: string | null;
  readonly revertOf?: string | null;
}

/** What is recorded of an edit; null if no recorded field changes. */
export function recordOfEdit(
  stored: StoredSchedule | null,
  edit: ScheduleEdit,
  { id, at, author }: { readonly id: string; readonly at: number; readonly author: ChangeAuthor },
): ChangeRecord | null {
  const values = stored === null ? null : valuesOf(stored);
  const { after, bulkId = null, revertOf = null } = edit;
  const named = after ?? values;
  if (named === null) return null;
  const both =
    values === null || after === null ? { before: values, after } : changedValues(values, { ...after });
  if (both === null) return null;
  const action = edit.action ?? (values === null ? 'create' : after === null ? 'delete' : 'change');
  return {
    id,
    at,
    actor: author.actor,
    origin: author.origin,
    action,
    reason: author.reason ?? null,
    scheduleId: String(named.id),
    jobKey: String(named.jobKey),
    variant: String(named.variant),
    before: both.before === null ? null : { ...both.before },
    after: both.after === null ? null : { ...both.after },
    bulkId,
    revertOf,
  };
}
