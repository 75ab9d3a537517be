import type { Execution } from '@zenpulse/core/domain';
import {
  executionRow,
  replacedColumns,
  WRITTEN_COLUMNS,
  writtenNames,
} from '../executions/execution-rows.ts';
import type { ColumnKind } from '../sql/column.ts';
import { jsonRows, jsonTable } from './json-rows.ts';
import { toDatetime } from './mysql-instant.ts';
import type { RawClient } from '../server/raw-client.ts';

/**
 * The types of incoming values. Names are longer than the columns, so that a text that is too long is rejected by the
 * table instead of turned into NULL.
 */
const TYPES: Readonly<Record<ColumnKind, string>> = {
  name: 'VARCHAR(1000)',
  instant: 'VARCHAR(1000)',
  isoInstant: 'VARCHAR(1000)',
  text: 'LONGTEXT',
  list: 'LONGTEXT',
  object: 'LONGTEXT',
  whole: 'BIGINT',
  boolean: 'BIGINT',
  decimal: 'DOUBLE',
};

const INCOMING = Object.fromEntries(WRITTEN_COLUMNS.map(({ column, kind }) => [column, TYPES[kind]]));

const TABLE = '"zenpulse_job_execution_log"';
/** A temporary status during the statement; no stored row has it. */
const REPLACED = `'being replaced'`;

/** The same occurrence and attempt, or the same run by hand. The same id on a different run is an error. */
const IS_SAME_RUN = `(${TABLE}."occurrence_at" <=> VALUES("occurrence_at") AND IF(${TABLE}."occurrence_at" IS NULL,
    ${TABLE}."id" = VALUES("id"),
    ${TABLE}."schedule_id" = VALUES("schedule_id") AND ${TABLE}."attempt" = VALUES("attempt")))`;

const MAY_REPLACE = `(VALUES("status") IN ('success', 'fail', 'timeout') AND (
    ${TABLE}."status" = 'interrupted' OR (${TABLE}."status" = 'missed' AND ${TABLE}."reason" = 'ambiguous')))`;

/**
 * One parameter and one statement for any number of rows. The server assigns columns from left to right, and each
 * assignment sees the ones before: the first decides whether to replace, and stores its decision in the status for the
 * others. A row that conflicts with a different run is rejected, by assigning NULL to a NOT NULL column.
 */
const APPEND = `
  INSERT INTO ${TABLE} (${writtenNames}) SELECT ${writtenNames} FROM ${jsonTable(INCOMING)}
  ON DUPLICATE KEY UPDATE
    "status" = IF(${IS_SAME_RUN}, IF(${MAY_REPLACE}, ${REPLACED}, ${TABLE}."status"), NULL),
    ${replacedColumns
      .filter((column) => column !== 'status')
      .map(
        (column) =>
          `"${column}" = IF(${TABLE}."status" = ${REPLACED}, VALUES("${column}"), ${TABLE}."${column}")`,
      )
      .join(', ')},
    "status" = IF(${TABLE}."status" = ${REPLACED}, VALUES("status"), ${TABLE}."status")`;

/** Writes a batch, or none of it. */
export function mysqlExecutionWriter(client: RawClient): (executions: readonly Execution[]) => Promise<void> {
  return async (executions) => {
    const rows = executions.map((execution) => executionRow(execution, toDatetime));
    for (const json of jsonRows(rows)) await client.$executeRawUnsafe(APPEND, json);
  };
}
