import type { ChangeDto } from '@zenpulse/contract';
import { TRIGGER_FIELDS } from '@zenpulse/core/domain';
import { SETTABLE } from './value-text.ts';

type Values = Readonly<Record<string, unknown>>;

/** What putting a change back does to the schedule as it is now. */
export type PutBackPreview =
  /** The deleted schedule comes back. */
  | { readonly kind: 'restores'; readonly row: Values }
  /** The change created it. */
  | { readonly kind: 'deletes' }
  /** It was deleted since. */
  | { readonly kind: 'gone' }
  /** Nothing is left of the change. */
  | { readonly kind: 'done' }
  | {
      readonly kind: 'fields';
      /** The fields that differ from what they were before the change. */
      readonly fields: readonly PutBackField[];
      /** True if one of them was changed again since: then all of them are put back together, or none. */
      readonly isContested: boolean;
    };

export interface PutBackField {
  readonly name: string;
  /** What the change left there. */
  readonly left: unknown;
  readonly now: unknown;
  /** What it was before the change. */
  readonly was: unknown;
  /** The newest later change of it; null if it is as the change left it. */
  readonly later: Pick<ChangeDto, 'id' | 'at' | 'actor' | 'origin'> | null;
  /** Changed again since. */
  readonly isContested: boolean;
}

/** `current`: the schedule, null if there is none. `later`: its changes since then, newest first. */
export function putBackPreview(
  { before, after, id }: Pick<ChangeDto, 'before' | 'after' | 'id'>,
  current: Values | null,
  later: readonly ChangeDto[],
): PutBackPreview {
  if (after === null) return current === null ? { kind: 'restores', row: before ?? {} } : { kind: 'done' };
  if (current === null) return { kind: before === null ? 'done' : 'gone' };
  if (before === null) return { kind: 'deletes' };
  const since = later.filter((change) => change.id !== id && change.before !== null && change.after !== null);
  const fields = namesOf(after, since)
    .map((name) => fieldOf(name, { before, after, current, since }))
    .filter(({ now, was }) => !isSame(now, was))
    // Single runs are put back as the change left them, or not at all.
    .filter(({ name, isContested }) => name !== 'exceptions' || !isContested);
  if (fields.length === 0) return { kind: 'done' };
  if (!fields.some(({ isContested }) => isContested)) return { kind: 'fields', fields, isContested: false };
  return { kind: 'fields', fields: fields.filter(({ name }) => name !== 'exceptions'), isContested: true };
}

/** A trigger is put back as a whole: an old minute with a new hour would be a third trigger. */
function namesOf(after: Values, since: readonly ChangeDto[]): string[] {
  const touched = [...SETTABLE, 'exceptions'].filter((name) => Object.hasOwn(after, name));
  if (!touched.some(isOfTrigger)) return touched;
  const others = SETTABLE.filter(isOfTrigger).filter(
    (name) => !touched.includes(name) && since.some((change) => Object.hasOwn(change.after ?? {}, name)),
  );
  return [...touched, ...others];
}

interface FieldInput {
  readonly before: Values;
  readonly after: Values;
  readonly current: Values;
  readonly since: readonly ChangeDto[];
}

function fieldOf(name: string, { before, after, current, since }: FieldInput): PutBackField {
  const changes = since.filter((change) => Object.hasOwn(change.after ?? {}, name));
  const isTouched = Object.hasOwn(after, name);
  const was = isTouched ? before[name] : changes.at(-1)?.before?.[name];
  const left = isTouched ? after[name] : was;
  const isContested = !isSame(current[name], left) && !isSame(current[name], was);
  // A field of the trigger that only later changes touched.
  const isDragged = !isTouched && !isSame(current[name], was);
  return {
    name,
    left,
    now: current[name],
    was,
    later: changes[0] ?? null,
    isContested: isContested || isDragged,
  };
}

function isOfTrigger(name: string): boolean {
  return TRIGGER_FIELDS.some((field) => field === name);
}

/** Equal as the record stores it. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
