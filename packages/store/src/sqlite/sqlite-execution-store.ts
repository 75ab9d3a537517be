import type { Execution } from '@zenpulse/core/domain';
import type { Clock, ExecutionStore } from '@zenpulse/core/ports';
import { executionReads } from '../executions/execution-reads.ts';
import { heldByText } from '../executions/held-by-text.ts';
import type { SqliteDatabase, SqliteValue } from './sqlite-database.ts';
import { keepExecutionIndexes } from './execution-indexes.ts';
import { guarded } from './sqlite-errors.ts';
import { sqliteExecutionDialect } from './sqlite-execution-dialect.ts';
import { toSqliteInstant } from './sqlite-instant.ts';

export function createSqliteExecutionStore(database: SqliteDatabase, clock: Clock): ExecutionStore {
  const reads = executionReads({ database, dialect: sqliteExecutionDialect, clock });
  return {
    append: (executions) =>
      guarded(async () => {
        const rows = executions.map(toRow);
        const filled = COLUMNS.map((_, column) => column).filter((column) =>
          rows.some((row) => row[column] !== null),
        );
        if (rows.length > 0)
          await database.executeEach(
            appendSql(filled),
            rows.map((row) => filled.map((column) => row[column] ?? null)),
          );
      }),
    list: (filter, page) => guarded(() => reads.list(filter, page)),
    get: (id) => guarded(() => reads.get(id)),
    occurrences: (scheduleId, from, limit) => guarded(() => reads.occurrences(scheduleId, from, limit)),
    count: (filter, atMost) => guarded(() => reads.count(filter, atMost)),
    deleteWhere: (filter, options) => guarded(() => reads.deleteWhere(filter, options?.signal)),
    upkeep: () => guarded(() => keepExecutionIndexes(database)),
  };
}

const COLUMNS = [
  'id',
  'schedule_id',
  'job_key',
  'variant',
  'status',
  'scheduled_at',
  'occurrence_at',
  'run_time',
  'duration_ms',
  'exception_type',
  'exception_message',
  'traceback',
  'hostname',
  'pid',
  'attempt',
  'origin',
  'reason',
  'coalesced_count',
  'late_ms',
  'late_reason',
  'held_by',
  'output',
] as const;

const replaced = COLUMNS.filter((column) => column !== 'schedule_id' && column !== 'occurrence_at')
  .map((column) => `"${column}" = excluded."${column}"`)
  .join(', ');

/** A guessed outcome is replaced by the real one. */
const mayReplace = `excluded."status" IN ('success', 'fail', 'timeout') AND (
    "zenpulse_job_execution_log"."status" = 'interrupted'
    OR ("zenpulse_job_execution_log"."status" = 'missed' AND "zenpulse_job_execution_log"."reason" = 'ambiguous'))`;

/**
 * An INSERT of these columns; the others are null by default. Most runs succeed on time, so that a third of the columns
 * is null in all rows of a batch, and binding values takes a quarter of its time.
 */
function appendSql(columns: readonly number[]): string {
  const names = columns.map((index) => `"${COLUMNS[index]}"`).join(', ');
  return `
  INSERT INTO "zenpulse_job_execution_log" (${names})
  VALUES (${columns.map(() => '?').join(', ')})
  ON CONFLICT ("schedule_id", "occurrence_at", "attempt") DO UPDATE SET ${replaced} WHERE ${mayReplace}
  ON CONFLICT ("id") DO UPDATE SET ${replaced} WHERE ${mayReplace}`;
}

/** In the order of COLUMNS. */
function toRow(e: Execution): SqliteValue[] {
  const scheduledAt = toSqliteInstant(e.scheduledAt);
  return [
    e.id,
    e.scheduleId,
    e.jobKey,
    e.variant,
    e.status,
    scheduledAt,
    e.origin === 'manual' ? null : scheduledAt,
    toSqliteInstant(e.runTime),
    e.durationMs,
    e.exceptionType,
    e.exceptionMessage,
    e.traceback,
    e.hostname,
    e.pid,
    e.attempt,
    e.origin,
    e.reason,
    e.coalescedCount,
    e.lateMs,
    e.lateReason,
    heldByText(e),
    e.output,
  ];
}
