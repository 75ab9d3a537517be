import type { ErrorGroup, RecentRow, RollupCount } from '@zenpulse/core/domain';

type Timestamp = (epochMs: number) => string | null;

/** The rows of figures, by column. `timestamp` converts an instant for the database. */
export function recentRow(
  { scheduleId, text, guessAt }: RecentRow,
  timestamp: Timestamp,
): Record<string, unknown> {
  return {
    schedule_id: scheduleId,
    recent: text,
    guess_at: guessAt === null ? null : timestamp(guessAt),
  };
}

export function rollupRow({ at, scheduleId, ...count }: RollupCount, timestamp: Timestamp) {
  const { kind, outcome, bin } = count;
  return { kind, at: timestamp(at), schedule_id: scheduleId, outcome, bin, count: count.count };
}

export function errorRow(group: ErrorGroup, timestamp: Timestamp): Record<string, unknown> {
  return {
    fingerprint: group.fingerprint,
    job_key: group.jobKey,
    exception_type: group.exceptionType,
    message: group.message,
    count: group.count,
    first_at: timestamp(group.firstAt),
    last_at: timestamp(group.lastAt),
    last_execution_id: group.lastExecutionId,
    last_schedule_id: group.lastScheduleId,
  };
}

/** The items in steps, so that no step holds the event loop or the database for long. */
export function* inSteps<T>(items: readonly T[], size: number): Iterable<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
