import { mergedRunInstants } from '@zenpulse/core/domain';
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
    ...mergedRunInstants(sum, delta),
    runs: sum.runs + delta.runs,
    failures: sum.failures + delta.failures,
    missed: sum.missed + delta.missed,
    skipped: sum.skipped + delta.skipped,
  };
}

/** The row of a delta, by column. `timestamp` converts an instant for the database. */
export function statsRow(
  { scheduleId, runs, failures, missed, skipped, lastRun, ...instants }: StatsDelta,
  timestamp: (epochMs: number) => string | null,
): Record<string, unknown> {
  const timestampOrNull = (epochMs: number | null) => (epochMs === null ? null : timestamp(epochMs));
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
    last_success_at: timestampOrNull(instants.lastSuccessAt),
    last_started_at: timestampOrNull(instants.lastStartedAt),
    last_failed_at: timestampOrNull(instants.lastFailedAt),
    failing_since: timestampOrNull(instants.failingSince),
    last_missed_at: timestampOrNull(instants.lastMissedAt),
  };
}
