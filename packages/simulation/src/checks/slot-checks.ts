import type { Execution, Reason } from '@zenpulse/core/domain';
import { violation, type Violation } from './violation.ts';

/** What was skipped for want of a slot names runs that had them, itself not among them; nothing else names any. */
export function wrongHolders(rows: readonly Execution[]): Violation[] {
  return rows.flatMap(({ id, status, reason, heldBy }) => {
    const isRight =
      status === 'skipped' && isForWantOfSlot(reason)
        ? heldBy !== null && heldBy.length > 0 && !heldBy.includes(id)
        : heldBy === null;
    return isRight ? [] : [violation('wrong holders', `${id}, ${status} for ${reason}: ${heldBy?.join()}`)];
  });
}

/** All slots were taken: by runs, some of which went on, or by runs that only waited for a place in the runner. */
export function isForWantOfSlot(reason: Reason | null): boolean {
  return reason === 'max-instances' || reason === 'runner-full';
}
