import type { Actor, Role } from '@zenpulse/contract';
import { includesRole } from '@zenpulse/contract/roles';
import { ApiError } from '../http/api-error.ts';
import type { Caller } from './caller.ts';

/** Throws `forbidden`, with the role that is needed and the one that the actor has. */
export function requireRole(needed: Role, actor: Actor, isReadOnly: boolean): void {
  if (includesRole(actor.role, needed)) return;
  const why = isReadOnly ? 'the admin is read-only, so you have' : 'you have';
  throw new ApiError('forbidden', `this needs the role ${needed}; ${why} the role ${actor.role}`);
}

/** Throws `forbidden` for a machine's token. */
export function refuseToken({ tokenId }: Caller): void {
  if (tokenId !== undefined) throw new ApiError('forbidden', 'a token may not make or revoke tokens');
}
