import { LATE_FROM_MS, toIso, type StoredSchedule } from '@zenpulse/core/domain';
import type { SeenRunner, WaitingRun } from '@zenpulse/core/ports';

/** Occurrences that fell due while no runner was active. */
export interface LateSchedule {
  readonly scheduleId: string;
  readonly jobKey: string;
  readonly variant: string;
  readonly count: number;
  /** The oldest of them. */
  readonly dueAt: number;
}

/** A run or an occurrence that is due and has not started. */
export interface LateJson {
  readonly scheduleId: string;
  readonly jobKey: string;
  readonly variant: string;
  /** Null if no runner has decided it yet. */
  readonly runId: string | null;
  /** When it was due; for several occurrences, the oldest. */
  readonly dueAt: string;
  readonly lateMs: number;
  readonly count: number;
  /** What it waits for: a runner, one of the runner's places, a thread, or the run before it in its chain. */
  readonly waitsFor: 'runner' | Exclude<WaitingRun['waitsFor'], 'retry'>;
}

/**
 * Everything that is late, most overdue first: waiting runs of living runners, and occurrences that fell due without a
 * runner.
 */
export function lateRuns(
  living: readonly SeenRunner[],
  fellDue: readonly LateSchedule[],
  variantOf: (scheduleId: string) => string,
  now: number,
): LateJson[] {
  const waiting = living.flatMap(({ waitingNow }) => waitingNow).flatMap((run) => late(run, variantOf, now));
  const undecided = fellDue
    .filter(({ dueAt }) => now - dueAt >= LATE_FROM_MS)
    .map(({ dueAt, ...rest }): LateJson => {
      return { ...rest, runId: null, dueAt: toIso(dueAt), lateMs: now - dueAt, waitsFor: 'runner' };
    });
  return [...waiting, ...undecided].sort((a, b) => b.lateMs - a.lateMs);
}

function late(
  { waitsFor, dueAt, scheduleId, jobKey, runId }: WaitingRun,
  variantOf: (scheduleId: string) => string,
  now: number,
): LateJson[] {
  if (waitsFor === 'retry' || now - dueAt < LATE_FROM_MS) return [];
  const variant = variantOf(scheduleId);
  const lateMs = now - dueAt;
  return [{ scheduleId, jobKey, variant, runId, dueAt: toIso(dueAt), lateMs, count: 1, waitsFor }];
}

/** By schedule id; '' for a deleted schedule. */
export function variantsOf(rows: readonly StoredSchedule[]): (scheduleId: string) => string {
  const variants = new Map(
    rows.map((row) => {
      const { id, variant } = row.isDamaged ? row.damaged : row.schedule;
      return [id, variant] as const;
    }),
  );
  return (scheduleId) => variants.get(scheduleId) ?? '';
}
