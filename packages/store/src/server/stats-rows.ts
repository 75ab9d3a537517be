import type { StatsDelta } from '@zenpulse/core/ports';

/** One delta per schedule: a statement may change a row only once. */
export function summed(deltas: readonly StatsDelta[]): StatsDelta[] {
  const sums = new Map<string, StatsDelta>();
  for (const delta of deltas) {
    const sum = sums.get(delta.scheduleId);
    sums.set(delta.scheduleId, sum === undefined ? delta : added(sum, delta));
  }
  return [...sums.values()];
}

function added(sum: StatsDelta, delta: StatsDelta): StatsDelta {
  return {
    ...delta,
    ...(sum.lastRun.runTime > delta.lastRun.runTime ? { lastRun: sum.lastRun } : {}),
    lastSuccessAt: latest(sum.lastSuccessAt, delta.lastSuccessAt),
    runs: sum.runs + delta.runs,
    failures: sum.failures + delta.failures,
    missed: sum.missed + delta.missed,
    skipped: sum.skipped + delta.skipped,
  };
}

function latest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

/** The row of a delta, by column. `timestamp` converts an instant for the database. */
export function statsRow(
  { scheduleId, runs, failures, missed, skipped, lastRun, lastSuccessAt }: StatsDelta,
  timestamp: (epochMs: number) => string | null,
): Record<string, unknown> {
  return {
    schedule_id: scheduleId,
    runs,
    failures,
    missed,
    skipped,
    last_run_id: lastRun.runId,
    last_status: lastRun.status,
    last_scheduled_at: timestamp(lastRun.scheduledAt),
    last_run_time: timestamp(lastRun.runTime),
    last_duration_ms: lastRun.durationMs,
    last_success_at: lastSuccessAt === null ? null : timestamp(lastSuccessAt),
  };
}
