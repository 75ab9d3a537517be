import { LATE_FROM_MS, type Execution } from '@zenpulse/core/domain';
import { violation, type Violation } from './violation.ts';

/** A run's lateness must follow from its own record, and a late run must have a reason. */
export function wrongLateness(rows: readonly Execution[]): Violation[] {
  return rows.flatMap((row) => {
    const { id, status, lateMs, lateReason } = row;
    if (isRight(row)) return [];
    return [violation('wrong lateness', `${id}, ${status}: ${lateMs} ms late for ${lateReason}`)];
  });
}

function isRight(row: Execution): boolean {
  const { origin, scheduledAt, runTime, lateMs, lateReason } = row;
  if (origin === 'manual' || isNeverDue(row)) return lateMs === null && lateReason === null;
  if (lateMs === null) return false;
  const isExplained = (lateReason !== null) === lateMs >= LATE_FROM_MS;
  return isExplained && (origin === 'retry' || lateMs === Math.max(0, runTime - scheduledAt));
}

/** True if it never started, for another reason than lateness. */
function isNeverDue({ status, reason, durationMs }: Execution): boolean {
  return status === 'skipped' || (reason === 'runner-stopped' && durationMs === null);
}
