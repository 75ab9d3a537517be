import type { Actor, Role } from '@zenpulse/contract';
import { includesRole, isRole } from '@zenpulse/contract/roles';
import type { Caller } from './caller.ts';

/** What `authorize` may answer; anything that is not of this shape lets nobody in. */
export type AuthorizeAnswer =
  | boolean
  | null
  | undefined
  | Role
  | {
      /** What the caller may do: `viewer` reads, `operator` also runs and pauses, `admin` also edits and deletes. */
      readonly role: Role;
      /** Who it is, as the record of changes shows it; without one a change names the role alone. */
      readonly name?: string | null | undefined;
    };

/** `no`: a plain refusal. `wrong`: an answer of another shape, and what it looks like. */
export type Answered =
  | { readonly kind: 'actor'; readonly actor: Actor }
  | { readonly kind: 'no' }
  | { readonly kind: 'wrong'; readonly shape: string };

const MOST_NAME_CHARACTERS = 200;

/** Reads an answer of `authorize`, which may be anything. */
export function actorOf(answer: unknown): Answered {
  if (answer === true) return { kind: 'actor', actor: { role: 'admin', name: null } };
  if (answer === false || answer === null || answer === undefined) return { kind: 'no' };
  if (isRole(answer)) return { kind: 'actor', actor: { role: answer, name: null } };
  if (typeof answer !== 'object') return { kind: 'wrong', shape: shapeOf(answer) };
  try {
    const { role, name } = answer as { readonly role?: unknown; readonly name?: unknown };
    if (!isRole(role)) return { kind: 'wrong', shape: `an object with the role ${shapeOf(role)}` };
    if (name === undefined || name === null) return { kind: 'actor', actor: { role, name: null } };
    if (typeof name !== 'string') return { kind: 'wrong', shape: `an object with the name ${shapeOf(name)}` };
    return { kind: 'actor', actor: { role, name: storable(name) } };
  } catch {
    return { kind: 'wrong', shape: 'an object that cannot be read' };
  }
}

/** The actor with at most the role `most`. */
export function cappedAt(actor: Caller, most: Role): Caller {
  return includesRole(most, actor.role) ? actor : { ...actor, role: most };
}

/** Databases reject NUL and lone surrogates; a blank name is none. */
function storable(name: string): string | null {
  const text = name.toWellFormed().replaceAll('\0', '\uFFFD').trim();
  return text === '' ? null : text.slice(0, MOST_NAME_CHARACTERS).toWellFormed();
}

/** What a wrong answer looks like, for a log line. */
export function shapeOf(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'list' : typeof value;
}
