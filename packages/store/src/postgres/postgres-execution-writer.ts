import type { Execution } from '@zenpulse/core/domain';
import { executionRow, replacedColumns, writtenNames } from '../executions/execution-rows.ts';
import { cleanJson } from '../server/clean-text.ts';
import type { RawClient } from '../server/raw-client.ts';
import { toTimestamp } from './postgres-instant.ts';

const TABLE = '"zenpulse_job_execution_log"';

const MAY_REPLACE = `excluded."status" IN ('success', 'fail', 'timeout') AND (
    ${TABLE}."status" = 'interrupted' OR (${TABLE}."status" = 'missed' AND ${TABLE}."reason" = 'ambiguous'))`;

const replaced = replacedColumns.map((column) => `"${column}" = excluded."${column}"`).join(', ');

/**
 * One parameter and one statement for any number of rows: the typed `createMany` takes about fifteen times as long. Two
 * inserts, because ON CONFLICT handles only one of the unique keys: that of occurrences, or that of runs by hand.
 */
const APPEND = `
  WITH "incoming" AS MATERIALIZED (SELECT ${writtenNames} FROM json_populate_recordset(NULL::${TABLE}, $1::json)),
  "by_hand" AS (
    INSERT INTO ${TABLE} (${writtenNames}) SELECT ${writtenNames} FROM "incoming" WHERE "occurrence_at" IS NULL
    ON CONFLICT ("id") DO UPDATE SET ${replaced} WHERE ${MAY_REPLACE})
  INSERT INTO ${TABLE} (${writtenNames}) SELECT ${writtenNames} FROM "incoming" WHERE "occurrence_at" IS NOT NULL
  ON CONFLICT ("schedule_id", "occurrence_at", "attempt") DO UPDATE SET ${replaced} WHERE ${MAY_REPLACE}`;

/** Writes a batch, or none of it. */
export function postgresExecutionWriter(
  client: RawClient,
): (executions: readonly Execution[]) => Promise<void> {
  return async (executions) => {
    const rows = executions.map((execution) => executionRow(execution, toTimestamp));
    await client.$executeRawUnsafe(APPEND, cleanJson(rows));
  };
}
