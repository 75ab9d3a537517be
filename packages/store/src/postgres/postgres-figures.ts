import type { Clock, FiguresStore } from '@zenpulse/core/ports';
import { raw, sql } from '../sql/sql.ts';
import type { FiguresDialect } from '../figures/figures-dialect.ts';
import { createFiguresStore } from '../figures/figures-store.ts';
import { errorRow, recentRow, rollupRow } from '../figures/figures-rows.ts';
import type { FiguresWriter, RingMode } from '../figures/write-figures.ts';
import { cleanJson } from '../server/clean-text.ts';
import { executionDatabase } from '../server/execution-database.ts';
import type { RawClient } from '../server/raw-client.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { guarded } from './postgres-errors.ts';
import { postgresExecutionDialect } from './postgres-execution-dialect.ts';
import { toTimestamp } from './postgres-instant.ts';

export function createPostgresFiguresStore(client: RawClient, clock: Clock): FiguresStore {
  const database = executionDatabase(client);
  return createFiguresStore({ database, dialect: postgresFiguresDialect, clock, guarded });
}

export const postgresFiguresDialect: FiguresDialect = {
  ...postgresExecutionDialect,
  isOneOf: (column, values) => postgresDialect.isOneOf(`"${column}"`, values),
  deleteRollup: (kind, before, limit) => sql`
    DELETE FROM "zenpulse_figure" WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM "zenpulse_figure" WHERE "kind" = ${kind} AND "at" < ${before}
       ORDER BY "at" LIMIT ${raw(String(limit))}))`,
};

const RING = '"zenpulse_schedule_recent"';
const FIGURE = '"zenpulse_figure"';
const GROUP = '"zenpulse_error_group"';

/** Sixty occurrences of 24 characters. */
const RING_LENGTH = 1440;

const rings: Readonly<Record<RingMode, string>> = {
  append: `right(${RING}."recent" || excluded."recent", ${RING_LENGTH})`,
  whole: 'excluded."recent"',
};

const ring = (mode: RingMode) => `
  INSERT INTO ${RING} ("schedule_id", "recent", "guess_at")
  SELECT "schedule_id", "recent", "guess_at" FROM json_populate_recordset(NULL::${RING}, $1::json)
  ON CONFLICT ("schedule_id") DO UPDATE SET "recent" = ${rings[mode]},
    "guess_at" = ${mode === 'whole' ? 'excluded."guess_at"' : `COALESCE(excluded."guess_at", ${RING}."guess_at")`}`;

const ROLLUP = `
  INSERT INTO ${FIGURE} ("kind", "at", "schedule_id", "outcome", "bin", "count")
  SELECT "kind", "at", "schedule_id", "outcome", "bin", "count"
    FROM json_populate_recordset(NULL::${FIGURE}, $1::json)
  ON CONFLICT ("kind", "at", "schedule_id", "outcome", "bin")
  DO UPDATE SET "count" = ${FIGURE}."count" + excluded."count"`;

const isNewer = `excluded."last_at" >= ${GROUP}."last_at"`;
const newer = (column: string) =>
  `"${column}" = CASE WHEN ${isNewer} THEN excluded."${column}" ELSE ${GROUP}."${column}" END`;
const newestKept = (column: string) => `"${column}" = CASE WHEN ${isNewer}
    THEN COALESCE(excluded."${column}", ${GROUP}."${column}")
    ELSE COALESCE(${GROUP}."${column}", excluded."${column}") END`;

const ERRORS = `
  INSERT INTO ${GROUP} SELECT * FROM json_populate_recordset(NULL::${GROUP}, $1::json)
  ON CONFLICT ("fingerprint") DO UPDATE SET
    "count" = ${GROUP}."count" + excluded."count",
    "first_at" = LEAST(${GROUP}."first_at", excluded."first_at"),
    ${newer('exception_type')}, ${newer('last_schedule_id')},
    ${newestKept('message')}, ${newestKept('last_execution_id')},
    "last_at" = GREATEST(${GROUP}."last_at", excluded."last_at")`;

export function postgresFiguresWriter(client: RawClient): FiguresWriter {
  return {
    rowsAtOnce: 2_000,
    ring: (mode, rows) =>
      client.$executeRawUnsafe(ring(mode), cleanJson(rows.map((row) => recentRow(row, toTimestamp)))),
    rollup: (rows) =>
      client.$executeRawUnsafe(ROLLUP, cleanJson(rows.map((row) => rollupRow(row, toTimestamp)))),
    errors: (rows) =>
      client.$executeRawUnsafe(ERRORS, cleanJson(rows.map((row) => errorRow(row, toTimestamp)))),
  };
}
