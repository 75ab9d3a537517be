import type { Execution, OccurrenceRecord } from '@zenpulse/core/domain';
import { cleanJson } from '../server/clean-text.ts';
import { afterExecution, executionConditions } from '../server/execution-query.ts';
import {
  EXECUTION_COLUMNS,
  EXECUTION_FIELDS,
  executionRow,
  isExecutionInstant,
  OCCURRENCE_FIELDS,
} from '../server/execution-rows.ts';
import type { ExecutionStatements } from '../server/execution-store.ts';
import { Prisma } from './generated/client/client.ts';
import type { PostgresClient } from './open-postgres.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { epochMs, instant, toTimestamp } from './postgres-instant.ts';

const TABLE = '"zenpulse_job_execution_log"';

/** What a row is read by: each column under its field's name. Only ZenPulse writes this table. */
const executionFields = fieldsNamed(EXECUTION_FIELDS);
const occurrenceFields = fieldsNamed(OCCURRENCE_FIELDS);

const MAY_REPLACE = `excluded."status" IN ('success', 'fail', 'timeout') AND (
    ${TABLE}."status" = 'interrupted' OR (${TABLE}."status" = 'missed' AND ${TABLE}."reason" = 'ambiguous'))`;

const names = [...Object.values(EXECUTION_COLUMNS), 'occurrence_at']
  .map((column) => `"${column}"`)
  .join(', ');
const replaced = Object.values(EXECUTION_COLUMNS)
  .filter((column) => column !== 'schedule_id')
  .map((column) => `"${column}" = excluded."${column}"`)
  .join(', ');

/**
 * One parameter, one statement, any number of rows: the typed `createMany` takes some fifteen times as long. Two
 * inserts, because one knows only one rule of what it may meet: an occurrence's row, or a run by hand's.
 */
const APPEND = `
  WITH "incoming" AS MATERIALIZED (SELECT ${names} FROM json_populate_recordset(NULL::${TABLE}, $1::json)),
  "by_hand" AS (
    INSERT INTO ${TABLE} (${names}) SELECT ${names} FROM "incoming" WHERE "occurrence_at" IS NULL
    ON CONFLICT ("id") DO UPDATE SET ${replaced} WHERE ${MAY_REPLACE})
  INSERT INTO ${TABLE} (${names}) SELECT ${names} FROM "incoming" WHERE "occurrence_at" IS NOT NULL
  ON CONFLICT ("schedule_id", "occurrence_at", "attempt") DO UPDATE SET ${replaced} WHERE ${MAY_REPLACE}`;

export function postgresExecutionStatements(client: PostgresClient): ExecutionStatements {
  return {
    append: async (executions) => {
      const rows = executions.map((execution) => executionRow(execution, toTimestamp));
      await client.$executeRawUnsafe(APPEND, cleanJson(rows));
    },
    list: (filter, after, limit) => client.$queryRaw<Execution[]>`
      SELECT ${executionFields} FROM "zenpulse_job_execution_log"
      WHERE ${executionConditions(postgresDialect, filter)} AND ${afterExecution(postgresDialect, after)}
      ORDER BY "run_time" DESC, "id" DESC LIMIT ${limit}`,
    get: async (id) => {
      const rows = await client.$queryRaw<Execution[]>`
        SELECT ${executionFields} FROM "zenpulse_job_execution_log" WHERE "id" = ${id}`;
      return rows[0];
    },
    occurrences: (scheduleId, from, limit) => client.$queryRaw<OccurrenceRecord[]>`
      SELECT ${occurrenceFields} FROM "zenpulse_job_execution_log"
      WHERE "schedule_id" = ${scheduleId} AND "occurrence_at" >= ${instant(from)}
      ORDER BY "occurrence_at", "attempt" LIMIT ${limit}`,
    count: async (filter, atMost) => {
      const rows = await client.$queryRaw<{ count: number }[]>`
        SELECT COUNT(*)::float8 AS "count" FROM (
          SELECT 1 FROM "zenpulse_job_execution_log"
          WHERE ${executionConditions(postgresDialect, filter)} LIMIT ${atMost ?? null}::bigint) AS "counted"`;
      return rows[0]?.count ?? 0;
    },
    deleteSome: (filter, limit) => client.$executeRaw`
      DELETE FROM "zenpulse_job_execution_log" WHERE "id" IN (
        SELECT "id" FROM "zenpulse_job_execution_log"
         WHERE ${executionConditions(postgresDialect, filter)} LIMIT ${limit})`,
  };
}

function fieldsNamed(names: readonly (keyof Execution)[]): Prisma.Sql {
  const fields = names.map((name) => {
    const value = Prisma.raw(`"${EXECUTION_COLUMNS[name]}"`);
    return Prisma.sql`${isExecutionInstant(name) ? epochMs(value) : value} AS ${Prisma.raw(`"${name}"`)}`;
  });
  return Prisma.join(fields);
}
