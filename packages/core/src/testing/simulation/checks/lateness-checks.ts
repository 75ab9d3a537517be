import { LATE_FROM_MS, type Execution } from '../../../domain/index.ts';
import { violation, type Violation } from './violation.ts';

/** How late a run was follows from its own record, and what is late has a reason. */
export function wrongLateness(rows: readonly Execution[]): Violation[] {
  return rows.flatMap((row) => {
    const { id, status, lateMs, lateReason } = row;
    if (isRight(row)) return [];
    return [violation('wrong lateness', `${id}, ${status}: ${lateMs} ms late for ${lateReason}`)];
  });
}

function isRight({ status, origin, scheduledAt, runTime, lateMs, lateReason }: Execution): boolean {
  if (origin === 'manual' || status === 'skipped') return lateMs === null && lateReason === null;
  if (lateMs === null) return false;
  const isExplained = (lateReason !== null) === lateMs >= LATE_FROM_MS;
  return isExplained && (origin === 'retry' || lateMs === Math.max(0, runTime - scheduledAt));
}
