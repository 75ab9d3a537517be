import type { Execution, Reason } from '@zenpulse/core/domain';
import { violation, type Violation } from './violation.ts';

/**
 * A record of a run skipped for lack of a slot must name runs that held the slots, not itself; other records name none.
 */
export function wrongHolders(rows: readonly Execution[]): Violation[] {
  return rows.flatMap(({ id, status, reason, heldBy }) => {
    const isRight =
      status === 'skipped' && isForWantOfSlot(reason)
        ? heldBy !== null && heldBy.length > 0 && !heldBy.includes(id)
        : heldBy === null;
    return isRight ? [] : [violation('wrong holders', `${id}, ${status} for ${reason}: ${heldBy?.join()}`)];
  });
}

/**
 * True if all slots were taken: by runs of which some were running, or by runs that only waited for a place in the
 * runner.
 */
export function isForWantOfSlot(reason: Reason | null): boolean {
  return reason === 'max-instances' || reason === 'runner-full';
}
