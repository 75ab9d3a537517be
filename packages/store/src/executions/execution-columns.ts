import { MESSAGE_SHOWN, PARAMS_SHOWN, type Execution, type RecordPresence } from '@zenpulse/core/domain';
import type { Column } from '../sql/column.ts';

interface ExecutionColumn extends Column {
  /**
   * How much of it lists read; by default all. `first`: so many characters. `asked`: whether there is any, as this
   * field. `upToBytes`: the value too, if it is not longer.
   */
  readonly inLists?:
    { readonly first: number } | { readonly asked: keyof RecordPresence; readonly upToBytes?: number };
}

/**
 * The columns of `zenpulse_job_execution_log`, the same on every database. Rows are read, lists selected and INSERTs
 * built from this table alone: a new field is a line here, its column in the schemas and migrations, and its value in
 * the record.
 */
const EXECUTION_COLUMNS = {
  id: { column: 'id', kind: 'name' },
  scheduleId: { column: 'schedule_id', kind: 'name' },
  jobKey: { column: 'job_key', kind: 'name' },
  variant: { column: 'variant', kind: 'name' },
  status: { column: 'status', kind: 'name' },
  scheduledAt: { column: 'scheduled_at', kind: 'instant' },
  runTime: { column: 'run_time', kind: 'instant' },
  durationMs: { column: 'duration_ms', kind: 'decimal' },
  exceptionType: { column: 'exception_type', kind: 'text' },
  exceptionMessage: { column: 'exception_message', kind: 'text', inLists: { first: MESSAGE_SHOWN } },
  traceback: { column: 'traceback', kind: 'text', inLists: { asked: 'hasTraceback' } },
  hostname: { column: 'hostname', kind: 'name' },
  pid: { column: 'pid', kind: 'whole' },
  attempt: { column: 'attempt', kind: 'whole' },
  origin: { column: 'origin', kind: 'name' },
  reason: { column: 'reason', kind: 'name' },
  coalescedCount: { column: 'coalesced_count', kind: 'whole' },
  lateMs: { column: 'late_ms', kind: 'decimal' },
  lateReason: { column: 'late_reason', kind: 'name' },
  heldBy: { column: 'held_by', kind: 'list' },
  params: {
    column: 'params',
    kind: 'object',
    inLists: { asked: 'hasParams', upToBytes: PARAMS_SHOWN },
  },
  output: { column: 'output', kind: 'text', inLists: { asked: 'hasOutput' } },
} as const satisfies Record<keyof Execution, ExecutionColumn>;

export const EXECUTION_FIELDS = Object.keys(EXECUTION_COLUMNS) as (keyof Execution)[]; // the object has no other keys

export function executionColumn(field: keyof Execution): ExecutionColumn {
  return EXECUTION_COLUMNS[field];
}
