import type { Execution, OccurrenceRecord } from '@zenpulse/core/domain';
import { heldByText } from './held-by-text.ts';

export const EXECUTION_COLUMNS = {
  id: 'id',
  scheduleId: 'schedule_id',
  jobKey: 'job_key',
  variant: 'variant',
  status: 'status',
  scheduledAt: 'scheduled_at',
  runTime: 'run_time',
  durationMs: 'duration_ms',
  exceptionType: 'exception_type',
  exceptionMessage: 'exception_message',
  traceback: 'traceback',
  hostname: 'hostname',
  pid: 'pid',
  attempt: 'attempt',
  origin: 'origin',
  reason: 'reason',
  coalescedCount: 'coalesced_count',
  lateMs: 'late_ms',
  lateReason: 'late_reason',
  heldBy: 'held_by',
  output: 'output',
} as const satisfies Record<keyof Execution, string>;

export const EXECUTION_FIELDS = Object.keys(EXECUTION_COLUMNS) as (keyof Execution)[]; // the object has no other keys

/** The fields of a record without the texts. */
export const OCCURRENCE_FIELDS = [
  'id',
  'status',
  'scheduledAt',
  'runTime',
  'durationMs',
  'attempt',
  'origin',
  'reason',
  'coalescedCount',
  'heldBy',
] as const satisfies (keyof OccurrenceRecord)[];

export function isExecutionInstant(name: keyof Execution): boolean {
  return name === 'scheduledAt' || name === 'runTime';
}

/** The row of an execution, by column. `timestamp` converts an instant for the database. */
export function executionRow(
  execution: Execution,
  timestamp: (epochMs: number) => string | null,
): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const name of EXECUTION_FIELDS) {
    const value = execution[name];
    row[EXECUTION_COLUMNS[name]] = isExecutionInstant(name) ? timestamp(Number(value)) : value;
  }
  row[EXECUTION_COLUMNS.heldBy] = heldByText(execution);
  row['occurrence_at'] = execution.origin === 'manual' ? null : row['scheduled_at'];
  return row;
}

/** Applies the table's uniqueness rules within a batch: each run appears once. */
export function withoutRepeats(executions: readonly Execution[]): Execution[] {
  const kept = new Map<string, Execution>();
  for (const execution of executions) {
    const identity = runIdentity(execution);
    const known = kept.get(identity);
    if (known === undefined || mayReplace(known, execution)) kept.set(identity, execution);
  }
  return [...kept.values()];
}

/** The identity of a run: its occurrence and attempt, or its own id for a run by hand. */
function runIdentity({ origin, id, scheduleId, scheduledAt, attempt }: Execution): string {
  return origin === 'manual' ? id : JSON.stringify([scheduleId, scheduledAt, attempt]);
}

/** A guessed outcome is replaced by the real one. The backends' statements have the same condition. */
function mayReplace(known: Execution, next: Execution): boolean {
  const isReal = next.status === 'success' || next.status === 'fail' || next.status === 'timeout';
  const isAmbiguous = known.status === 'missed' && (known.reason as string | null) === 'ambiguous'; // written by a later release
  return isReal && (known.status === 'interrupted' || isAmbiguous);
}
