import type { Execution, OccurrenceRecord } from '@zenpulse/core/domain';
import type { ExecutionStore } from '@zenpulse/core/ports';
import { heldByIn, heldByText } from '../held-by-text.ts';
import { EXECUTION_COLUMNS } from '../server/execution-rows.ts';
import { raw, sql } from '../sql.ts';
import type { SqliteDatabase, SqliteValue } from './sqlite-database.ts';
import { guarded } from './sqlite-errors.ts';
import { afterExecution, executionConditions } from './sqlite-execution-query.ts';
import { fromSqliteInstant, toSqliteInstant } from './sqlite-instant.ts';
import { textsIn } from './texts-in.ts';

/** All columns under their fields' names. */
const fields = raw(
  Object.entries(EXECUTION_COLUMNS)
    .map(([name, column]) => `"${column}" AS "${name}"`)
    .join(', '),
);

/** Rows deleted in one statement: more would hold the write lock, and this process's turn, for too long. */
const DELETE_STEP = 500;

/** To SQLite a limit below zero is none. */
const UNLIMITED = -1;

export function createSqliteExecutionStore(database: SqliteDatabase): ExecutionStore {
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
    list: (filter, { after, limit }) =>
      guarded(async () => {
        const found = await database.query<{ id: string }>(sql`
          SELECT "id" FROM "zenpulse_job_execution_log"
          WHERE ${executionConditions(filter)} AND ${afterExecution(after)}
          ORDER BY "run_time" DESC, "id" DESC LIMIT ${limit + 1}`);
        const page = found.slice(0, limit).map(({ id }) => id);
        const rows = await database.query<ExecutionRow>(sql`
          SELECT ${fields} FROM "zenpulse_job_execution_log" WHERE "id" IN (${textsIn(page)})`);
        const byId = new Map(rows.map((row) => [row.id, fromRow(row)]));
        const items = page.flatMap((id) => byId.get(id) ?? []);
        const last = found.length > limit ? items.at(-1) : undefined;
        return { items, next: last === undefined ? null : { runTime: last.runTime, id: last.id } };
      }),
    get: (id) =>
      guarded(async () => {
        const [row] = await database.query<ExecutionRow>(sql`
          SELECT ${fields} FROM "zenpulse_job_execution_log" WHERE "id" = ${id}`);
        return row === undefined ? null : fromRow(row);
      }),
    occurrences: (scheduleId, from, limit) =>
      guarded(async () => {
        const rows = await database.query<OutlineRow>(sql`
          SELECT "id", "status", "scheduled_at" AS "scheduledAt",
                 "run_time" AS "runTime", "duration_ms" AS "durationMs", "attempt", "origin", "reason",
                 "coalesced_count" AS "coalescedCount", "held_by" AS "heldBy"
            FROM "zenpulse_job_execution_log"
           WHERE "schedule_id" = ${scheduleId} AND "occurrence_at" >= ${toSqliteInstant(from)}
           ORDER BY "occurrence_at", "attempt" LIMIT ${limit}`);
        return rows.map(fromOutline);
      }),
    count: (filter, atMost = UNLIMITED) =>
      guarded(async () => {
        const [counted] = await database.query<{ count: number | bigint }>(sql`
          SELECT COUNT(*) AS "count" FROM (
            SELECT 1 FROM "zenpulse_job_execution_log" WHERE ${executionConditions(filter)} LIMIT ${atMost})`);
        return Number(counted?.count ?? 0);
      }),
    deleteWhere: (filter) =>
      guarded(async () => {
        const where = executionConditions(filter);
        for (let deleted = 0; ;) {
          const count = await database.execute(sql`
            DELETE FROM "zenpulse_job_execution_log" WHERE "id" IN (
              SELECT "id" FROM "zenpulse_job_execution_log" WHERE ${where} LIMIT ${DELETE_STEP})`);
          deleted += count;
          if (count < DELETE_STEP) return deleted;
        }
      }),
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

/** What is only a guess gives way to what really happened. */
const mayReplace = `excluded."status" IN ('success', 'fail', 'timeout') AND (
    "zenpulse_job_execution_log"."status" = 'interrupted'
    OR ("zenpulse_job_execution_log"."status" = 'missed' AND "zenpulse_job_execution_log"."reason" = 'ambiguous'))`;

/**
 * One row of these columns; the others are null by their default. Most runs succeed on time and say nothing: then a third
 * of the columns is null in all rows of a batch, and binding is a quarter of its time.
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

interface OutlineRow extends Omit<
  OccurrenceRecord,
  'scheduledAt' | 'runTime' | 'attempt' | 'coalescedCount' | 'heldBy'
> {
  readonly scheduledAt: string;
  readonly runTime: string;
  readonly attempt: number | bigint;
  readonly coalescedCount: number | bigint;
  readonly heldBy: string | null;
}

function fromOutline(row: OutlineRow): OccurrenceRecord {
  return {
    ...row,
    scheduledAt: fromSqliteInstant(row.scheduledAt),
    runTime: fromSqliteInstant(row.runTime),
    attempt: Number(row.attempt),
    coalescedCount: Number(row.coalescedCount),
    heldBy: heldByIn(row.heldBy),
  };
}

/** Only ZenPulse writes this table; an instant may be anything that SQL by hand made of it. */
interface ExecutionRow extends Omit<Execution, 'scheduledAt' | 'runTime' | 'heldBy'> {
  readonly scheduledAt: unknown;
  readonly runTime: unknown;
  readonly heldBy: string | null;
}

function fromRow({ scheduledAt, runTime, heldBy, ...row }: ExecutionRow): Execution {
  return {
    ...row,
    scheduledAt: fromSqliteInstant(scheduledAt),
    runTime: fromSqliteInstant(runTime),
    heldBy: heldByIn(heldBy),
  };
}
