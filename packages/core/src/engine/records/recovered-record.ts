import { isLate, lateMsAt, NOTHING_RECORDED, type Execution, type LateReason } from '../../domain/index.ts';
import type { RunStart } from '../journal/journal-book.ts';
import type { RecoveredEnd } from '../runs/run-result.ts';
import type { ProcessIdentity } from './execution-record.ts';

/** The process that recovers a run. */
export interface Recoverer {
  readonly now: number;
  readonly self: ProcessIdentity;
  /** Why it did not start what fell due before it was active. */
  readonly whyNotBefore: (dueAt: number) => LateReason;
}

/** The record of a dead runner's run: with the process that started it, or else the one that gives it up. */
export function recoveredRecord(
  { run, status, reason, start }: RecoveredEnd,
  recoverer: Recoverer,
): Execution {
  const at = start?.at ?? recoverer.now;
  const lateMs = lateMsAt(at, run);
  const { hostname, pid } = start?.by ?? recoverer.self;
  return {
    ...NOTHING_RECORDED,
    id: run.runId,
    scheduleId: run.scheduleId,
    jobKey: run.jobKey,
    variant: run.variant,
    status,
    scheduledAt: run.scheduledAt,
    runTime: at,
    hostname,
    pid,
    attempt: run.attempt,
    origin: run.origin,
    reason,
    coalescedCount: run.coalescedCount,
    lateMs: status === 'skipped' ? null : lateMs,
    lateReason:
      start === null ? whyGivenUpLate({ run, status }, lateMs, recoverer) : whyStartedLate(start, lateMs),
  };
}

function whyStartedLate({ lateReason }: RunStart, lateMs: number | null): LateReason | null {
  return lateReason ?? (isLate(lateMs) ? 'unknown' : null);
}

function whyGivenUpLate(
  { run, status }: Pick<RecoveredEnd, 'run' | 'status'>,
  lateMs: number | null,
  { whyNotBefore }: Recoverer,
): LateReason | null {
  return status === 'missed' && isLate(lateMs) ? whyNotBefore(run.dueAt) : null;
}
