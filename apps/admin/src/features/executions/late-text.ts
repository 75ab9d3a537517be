import type { ExecutionDto } from '@zenpulse/contract';
import { lateReasonWords } from '@zenpulse/core/domain';
import { durationText } from '../../time/duration-text.ts';

type Lateness = Pick<ExecutionDto, 'lateMs' | 'lateReason'>;

/** "4.2 s: a job blocked the event loop", "12 ms"; null if the lateness is not recorded. */
export function latenessText({ lateMs, lateReason }: Lateness): string | null {
  if (lateMs === null) return null;
  return lateReason === null
    ? durationText(lateMs)
    : `${durationText(lateMs)}: ${lateReasonWords(lateReason)}`;
}

/** "Started 4.2 s late: a job blocked the event loop."; null if it was on time. */
export function lateStartText({ lateMs, lateReason }: Lateness): string | null {
  if (lateMs === null || lateReason === null) return null;
  return `Started ${durationText(lateMs)} late: ${lateReasonWords(lateReason)}.`;
}
