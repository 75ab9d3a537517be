import type { Clock, FiguresStore } from '@zenpulse/core/ports';
import { raw, sql } from '../sql/sql.ts';
import type { FiguresDialect } from '../figures/figures-dialect.ts';
import { createFiguresStore } from '../figures/figures-store.ts';
import { errorRow, recentRow, rollupRow } from '../figures/figures-rows.ts';
import type { FiguresWriter, RingMode } from '../figures/write-figures.ts';
import { executionDatabase } from '../server/execution-database.ts';
import type { RawClient } from '../server/raw-client.ts';
import { jsonRows, jsonTable } from './json-rows.ts';
import { mysqlDialect } from './mysql-dialect.ts';
import { guarded } from './mysql-errors.ts';
import { mysqlExecutionDialect } from './mysql-execution-dialect.ts';
import { toDatetime } from './mysql-instant.ts';

export function createMysqlFiguresStore(client: RawClient, clock: Clock): FiguresStore {
  const database = executionDatabase(client);
  return createFiguresStore({ database, dialect: mysqlFiguresDialect, clock, guarded });
}

export const mysqlFiguresDialect: FiguresDialect = {
  ...mysqlExecutionDialect,
  isOneOf: (column, values) => mysqlDialect.isOneOf(`"${column}"`, values),
  deleteRollup: (kind, before, limit) => sql`
    DELETE FROM "zenpulse_figure" WHERE "kind" = ${kind} AND "at" < ${before}
     ORDER BY "at" LIMIT ${raw(String(limit))}`,
};

const TEXT = 'VARCHAR(2000)';
const LONG = 'LONGTEXT';
const RING = '"zenpulse_schedule_recent"';
const FIGURE = '"zenpulse_figure"';
const GROUP = '"zenpulse_error_group"';

/** Sixty occurrences of 24 characters. */
const RING_LENGTH = 1440;

const rings: Readonly<Record<RingMode, string>> = {
  append: `RIGHT(CONCAT(${RING}."recent", VALUES("recent")), ${RING_LENGTH})`,
  whole: 'VALUES("recent")',
};

/** `changes`: the assignments for a row that is there, made from left to right. */
function insert(table: string, columns: Readonly<Record<string, string>>, changes: string): string {
  const names = Object.keys(columns)
    .map((column) => `"${column}"`)
    .join(', ');
  return `INSERT INTO ${table} (${names}) SELECT ${names} FROM ${jsonTable(columns)}
    ON DUPLICATE KEY UPDATE ${changes}`;
}

const ring = (mode: RingMode) =>
  insert(
    RING,
    { schedule_id: TEXT, recent: TEXT, guess_at: TEXT },
    `"recent" = ${rings[mode]}, "guess_at" = ${
      mode === 'whole' ? 'VALUES("guess_at")' : `COALESCE(VALUES("guess_at"), ${RING}."guess_at")`
    }`,
  );

const ROLLUP = insert(
  FIGURE,
  { kind: TEXT, at: TEXT, schedule_id: TEXT, outcome: TEXT, bin: 'BIGINT', count: 'BIGINT' },
  `"count" = ${FIGURE}."count" + VALUES("count")`,
);

const isNewer = `VALUES("last_at") >= ${GROUP}."last_at"`;
const newer = (column: string) => `"${column}" = IF(${isNewer}, VALUES("${column}"), ${GROUP}."${column}")`;
const newestKept = (column: string) => `"${column}" = IF(${isNewer},
    COALESCE(VALUES("${column}"), ${GROUP}."${column}"), COALESCE(${GROUP}."${column}", VALUES("${column}")))`;

const ERRORS = insert(
  GROUP,
  {
    fingerprint: TEXT,
    job_key: TEXT,
    exception_type: LONG,
    message: LONG,
    count: 'BIGINT',
    first_at: TEXT,
    last_at: TEXT,
    last_execution_id: TEXT,
    last_schedule_id: TEXT,
  },
  [
    `"count" = ${GROUP}."count" + VALUES("count")`,
    `"first_at" = LEAST(${GROUP}."first_at", VALUES("first_at"))`,
    ...['exception_type', 'last_schedule_id'].map(newer),
    ...['message', 'last_execution_id'].map(newestKept),
    newer('last_at'), // last: the others are compared with it
  ].join(', '),
);

export function mysqlFiguresWriter(client: RawClient): FiguresWriter {
  const send = async (text: string, rows: readonly Readonly<Record<string, unknown>>[]) => {
    for (const json of jsonRows(rows)) await client.$executeRawUnsafe(text, json);
  };
  return {
    rowsAtOnce: 1_000,
    ring: (mode, rows) =>
      send(
        ring(mode),
        rows.map((row) => recentRow(row, toDatetime)),
      ),
    rollup: (rows) =>
      send(
        ROLLUP,
        rows.map((row) => rollupRow(row, toDatetime)),
      ),
    errors: (rows) =>
      send(
        ERRORS,
        rows.map((row) => errorRow(row, toDatetime)),
      ),
  };
}
