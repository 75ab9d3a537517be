import { includesRole, roleToPutBack } from '@zenpulse/contract';
import {
  conflictIssues,
  putBack,
  type ChangeRecord,
  type ScheduleEdit,
  type StoredSchedule,
} from '@zenpulse/core/domain';
import { ApiError } from '../http/api-error.ts';
import type { ApiRequest } from '../http/route.ts';

/** The edit that puts the change back on the row as it is now. Throws an ApiError where that is not possible. */
export function editThatPutsBack(
  change: ChangeRecord,
  stored: StoredSchedule | null,
  now: number,
): ScheduleEdit | null {
  const back = putBack(change, stored, now);
  if (back.kind === 'edit') return back.edit;
  if (back.kind === 'done') return null;
  if (back.kind === 'impossible') throw new ApiError('cannot_put_back', back.message);
  const issues = conflictIssues(back.conflicts);
  const [first] = issues;
  throw new ApiError('changed_since', `${first?.path}: ${first?.message}`, issues);
}

/** Putting back needs the role of what it undoes. */
export function requireRoleFor(change: ChangeRecord, { actor }: Pick<ApiRequest, 'actor'>): void {
  const needed = roleToPutBack(change);
  if (!includesRole(actor.role, needed))
    throw new ApiError('forbidden', `putting this change back needs the role ${needed}`);
}
