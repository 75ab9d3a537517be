import {
  isSameRecorded,
  type ChangeRecord,
  type RecordedValues,
  type ScheduleEdit,
} from './change-record.ts';
import type { InputIssue } from './expected.ts';
import { isPlainObject } from './json-object.ts';
import { completeSchedule, SCHEDULE_DEFAULTS } from './schedule-input.ts';
import { changedSchedule } from './schedule-lifecycle.ts';
import { scheduleFields, type Schedule } from './schedule.ts';
import type { ScheduleFields } from './schedule-fields.ts';
import { exceptionEntries } from './schedule-exceptions.ts';
import { settableValues } from './settable-values.ts';
import { readStoredSchedule, repairedSchedule, type StoredSchedule } from './stored-schedule.ts';

/** A field that was changed again since: what this change left there, and what is there now. */
export interface PutBackConflict {
  readonly field: keyof ScheduleFields;
  readonly left: unknown;
  readonly now: unknown;
}

/** The conflicts as issues of their fields. */
export function conflictIssues(conflicts: readonly PutBackConflict[]): InputIssue[] {
  return conflicts.map(({ field, left, now }) => ({
    path: field,
    message: `this change left ${JSON.stringify(left)}, now it is ${JSON.stringify(now)}`,
  }));
}

export type PutBack =
  | { readonly kind: 'edit'; readonly edit: ScheduleEdit }
  /** Nothing is left of the change. */
  | { readonly kind: 'done' }
  | { readonly kind: 'changed-since'; readonly conflicts: readonly PutBackConflict[] }
  /** The change concerns no fields, or the schedule is gone. */
  | { readonly kind: 'impossible'; readonly message: string };

const NAMES = Object.keys(scheduleFields) as (keyof ScheduleFields)[]; // the object has no other keys

/**
 * What puts a change back on the row as it is now. Only fields that the change touched are put back, and none if one of
 * them was changed again. Throws a ZodError if the fields together break a rule.
 */
export function putBack(change: ChangeRecord, stored: StoredSchedule | null, now: number): PutBack {
  const { before, after } = change;
  const marks = { action: 'revert', revertOf: change.id } as const;
  if (change.scheduleId === null || (before === null && !isOfRow(change))) {
    return { kind: 'impossible', message: `what this change did (${change.action}) cannot be put back` };
  }
  if (after === null) {
    if (stored !== null) return { kind: 'done' };
    const schedule = restored(before ?? {}, now);
    if (schedule === null) return { kind: 'impossible', message: 'the deleted schedule broke a rule' };
    return { kind: 'edit', edit: { ...marks, after: schedule } };
  }
  if (stored === null) {
    return before === null
      ? { kind: 'done' }
      : { kind: 'impossible', message: 'the schedule was deleted since; put its deletion back first' };
  }
  const values = settableValues(stored);
  const touched = NAMES.filter((name) => Object.hasOwn(after, name));
  const isExceptions = Object.hasOwn(after, 'exceptions');
  const isBack = (name: keyof ScheduleFields) => before !== null && isSame(values[name], before[name]);
  const conflicts = touched
    .filter((name) => !isSame(values[name], after[name]) && !isBack(name))
    .map((field) => ({ field, left: after[field], now: values[field] }));
  if (conflicts.length > 0) return { kind: 'changed-since', conflicts };
  if (before === null) return { kind: 'edit', edit: { ...marks, after: null } };
  if (touched.every(isBack) && !(isExceptions && isLeft(stored, after))) return { kind: 'done' };
  const fields = Object.fromEntries(touched.map((name) => [name, before[name]]));
  const wanted = completeSchedule.parse({ ...values, ...fields });
  return { kind: 'edit', edit: { ...marks, after: withAnchor(change, stored, wanted, now) } };
}

/** Equal as JSON, also where a database or a rule has given the keys of an object another order. */
function isSame(one: unknown, other: unknown): boolean {
  return isSameRecorded(inOrder(one), inOrder(other));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isPlainObject(value)) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, inOrder(inner)]));
}

/** True if the exceptions are as the change left them. */
function isLeft(stored: StoredSchedule, after: RecordedValues): boolean {
  return !stored.isDamaged && isSame(stored.schedule.exceptions, after['exceptions']);
}

function isOfRow({ action, after }: ChangeRecord): boolean {
  return action === 'create' || (action === 'revert' && after !== null);
}

/** The interval counts from where it counted before the change, so that its occurrences are the same again. */
function withAnchor(
  { before, after }: ChangeRecord,
  stored: StoredSchedule,
  fields: ScheduleFields,
  now: number,
): Schedule {
  const current = stored.isDamaged ? repairedSchedule(stored.damaged.values, now) : stored.schedule;
  const isUntouched = after !== null && isSame(current.exceptions, after['exceptions']);
  const exceptions = exceptionEntries.safeParse(before?.['exceptions']);
  const own = isUntouched && exceptions.success ? { exceptions: exceptions.data } : {};
  const schedule = changedSchedule(current, { ...fields, ...own }, now);
  const anchorAt = before?.['anchorAt'];
  return typeof anchorAt === 'number' && schedule.anchorAt !== current.anchorAt
    ? { ...schedule, anchorAt }
    : schedule;
}

/** The row under its own id, one version on; it begins now. Null if it broke a rule. */
function restored(values: RecordedValues, now: number): Schedule | null {
  const row = readStoredSchedule({ ...SCHEDULE_DEFAULTS, pausedFrom: null, exceptions: null, ...values });
  if (row.isDamaged) return null;
  const { schedule } = row;
  return { ...schedule, version: schedule.version + 1, effectiveFrom: now, updatedAt: now };
}
