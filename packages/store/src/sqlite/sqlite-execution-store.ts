import type { Execution } from '@zenpulse/core/domain';
import type { Clock, ExecutionStore } from '@zenpulse/core/ports';
import { executionReads } from '../executions/execution-reads.ts';
import { replacedColumns, WRITTEN_COLUMNS } from '../executions/execution-rows.ts';
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
        const filled = WRITTEN_COLUMNS.map((_, column) => column).filter((column) =>
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

const replaced = replacedColumns.map((column) => `"${column}" = excluded."${column}"`).join(', ');

/** A guessed outcome is replaced by the real one. */
const mayReplace = `excluded."status" IN ('success', 'fail', 'timeout') AND (
    "zenpulse_job_execution_log"."status" = 'interrupted'
    OR ("zenpulse_job_execution_log"."status" = 'missed' AND "zenpulse_job_execution_log"."reason" = 'ambiguous'))`;

/**
 * An INSERT of these columns; the others are null by default. Most runs succeed on time, so that a third of the columns
 * is null in all rows of a batch, and binding values takes a quarter of its time.
 */
function appendSql(columns: readonly number[]): string {
  const names = columns.map((index) => `"${WRITTEN_COLUMNS[index]?.column}"`).join(', ');
  return `
  INSERT INTO "zenpulse_job_execution_log" (${names})
  VALUES (${columns.map(() => '?').join(', ')})
  ON CONFLICT ("schedule_id", "occurrence_at", "attempt") DO UPDATE SET ${replaced} WHERE ${mayReplace}
  ON CONFLICT ("id") DO UPDATE SET ${replaced} WHERE ${mayReplace}`;
}

/** In the order of the columns. */
function toRow(execution: Execution): SqliteValue[] {
  return WRITTEN_COLUMNS.map(({ valueOf }) => valueOf(execution, toSqliteInstant) as SqliteValue); // a record has no other values
}
