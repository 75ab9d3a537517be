import type { Execution, OccurrenceRecord } from '@zenpulse/core/domain';
import { Prisma } from './generated/client/client.ts';
import { epochMs, toTimestamp } from './postgres-instant.ts';

const TABLE = '"zenpulse_job_execution_log"';

const COLUMNS = {
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
  output: 'output',
} as const satisfies Record<keyof Execution, string>;

/** What a row is read by: each column under its field's name. Only ZenPulse writes this table. */
export const executionFields = fieldsNamed(Object.keys(COLUMNS) as (keyof Execution)[]); // the object's own names

/** The same for a record without the texts. */
export const occurrenceFields = fieldsNamed([
  'id',
  'status',
  'scheduledAt',
  'runTime',
  'durationMs',
  'attempt',
  'origin',
  'reason',
  'coalescedCount',
] satisfies (keyof OccurrenceRecord)[]);

function fieldsNamed(names: readonly (keyof Execution)[]): Prisma.Sql {
  const fields = names.map((name) => {
    const value = Prisma.raw(`"${COLUMNS[name]}"`);
    const isInstant = name === 'scheduledAt' || name === 'runTime';
    return Prisma.sql`${isInstant ? epochMs(value) : value} AS ${Prisma.raw(`"${name}"`)}`;
  });
  return Prisma.join(fields);
}

/** What identifies a run: its occurrence and attempt, or its own id when somebody asked for it by hand. */
export function runIdentity({ origin, id, scheduleId, scheduledAt, attempt }: Execution): string {
  return origin === 'manual' ? id : JSON.stringify([scheduleId, scheduledAt, attempt]);
}

/** What is only a guess gives way to what really happened. `MAY_REPLACE` says the same to the database. */
export function mayReplace(known: Execution, next: Execution): boolean {
  const isReal = next.status === 'success' || next.status === 'fail' || next.status === 'timeout';
  const isAmbiguous = known.status === 'missed' && (known.reason as string | null) === 'ambiguous'; // a later release's
  return isReal && (known.status === 'interrupted' || isAmbiguous);
}

const MAY_REPLACE = `excluded."status" IN ('success', 'fail', 'timeout') AND (
    ${TABLE}."status" = 'interrupted' OR (${TABLE}."status" = 'missed' AND ${TABLE}."reason" = 'ambiguous'))`;

const names = [...Object.values(COLUMNS), 'occurrence_at'].map((column) => `"${column}"`).join(', ');
const replaced = Object.values(COLUMNS)
  .filter((column) => column !== 'schedule_id')
  .map((column) => `"${column}" = excluded."${column}"`)
  .join(', ');

/**
 * One parameter, one statement, any number of rows: the typed `createMany` takes some fifteen times as long. Two
 * inserts, because one knows only one rule of what it may meet: an occurrence's row, or a run by hand's.
 */
export const APPEND = `
  WITH "incoming" AS MATERIALIZED (SELECT ${names} FROM json_populate_recordset(NULL::${TABLE}, $1::json)),
  "by_hand" AS (
    INSERT INTO ${TABLE} (${names}) SELECT ${names} FROM "incoming" WHERE "occurrence_at" IS NULL
    ON CONFLICT ("id") DO UPDATE SET ${replaced} WHERE ${MAY_REPLACE})
  INSERT INTO ${TABLE} (${names}) SELECT ${names} FROM "incoming" WHERE "occurrence_at" IS NOT NULL
  ON CONFLICT ("schedule_id", "occurrence_at", "attempt") DO UPDATE SET ${replaced} WHERE ${MAY_REPLACE}`;

/** One of the rows that `APPEND` takes. */
export function toRow(e: Execution): Record<string, unknown> {
  const scheduledAt = toTimestamp(e.scheduledAt);
  return {
    id: e.id,
    schedule_id: e.scheduleId,
    job_key: e.jobKey,
    variant: e.variant,
    status: e.status,
    scheduled_at: scheduledAt,
    occurrence_at: e.origin === 'manual' ? null : scheduledAt,
    run_time: toTimestamp(e.runTime),
    duration_ms: e.durationMs,
    exception_type: e.exceptionType,
    exception_message: e.exceptionMessage,
    traceback: e.traceback,
    hostname: e.hostname,
    pid: e.pid,
    attempt: e.attempt,
    origin: e.origin,
    reason: e.reason,
    coalesced_count: e.coalescedCount,
    late_ms: e.lateMs,
    late_reason: e.lateReason,
    output: e.output,
  };
}
