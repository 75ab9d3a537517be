import type { Actor, Role } from '@zenpulse/contract';
import { includesRole } from '@zenpulse/contract/roles';
import { ApiError } from '../http/api-error.ts';

/** Throws `forbidden`, with the role that is needed and the one that the actor has. */
export function requireRole(needed: Role, actor: Actor, isReadOnly: boolean): void {
  if (includesRole(actor.role, needed)) return;
  const why = isReadOnly ? 'the admin is read-only, so you have' : 'you have';
  throw new ApiError('forbidden', `this needs the role ${needed}; ${why} the role ${actor.role}`);
}
