import type { Clock, FiguresStore } from '@zenpulse/core/ports';
import type { FiguresDialect } from '../figures/figures-dialect.ts';
import { createFiguresStore } from '../figures/figures-store.ts';
import { errorRow, recentRow, rollupRow } from '../figures/figures-rows.ts';
import type { FiguresWriter, RingMode } from '../figures/write-figures.ts';
import { raw, sql } from '../sql/sql.ts';
import type { SqliteDatabase, SqliteValue } from './sqlite-database.ts';
import { guarded } from './sqlite-errors.ts';
import { sqliteExecutionDialect } from './sqlite-execution-dialect.ts';
import { toSqliteInstant } from './sqlite-instant.ts';
import { textsIn } from './texts-in.ts';

export function createSqliteFiguresStore(database: SqliteDatabase, clock: Clock): FiguresStore {
  return createFiguresStore({ database, dialect: sqliteFiguresDialect, clock, guarded });
}

export const sqliteFiguresDialect: FiguresDialect = {
  ...sqliteExecutionDialect,
  isOneOf: (column, values) => sql`${raw(`"${column}"`)} IN (${textsIn(values)})`,
  deleteRollup: (kind, before, limit) => sql`
    DELETE FROM "zenpulse_figure" WHERE ("kind", "at", "schedule_id", "outcome", "bin") IN (
      SELECT "kind", "at", "schedule_id", "outcome", "bin" FROM "zenpulse_figure"
       WHERE "kind" = ${kind} AND "at" < ${before} ORDER BY "at" LIMIT ${raw(String(limit))})`,
};

/** Sixty occurrences of 24 characters. */
const RING_LENGTH = 1440;

const rings: Readonly<Record<RingMode, string>> = {
  append: `substr("recent" || excluded."recent", -${RING_LENGTH})`,
  whole: 'excluded."recent"',
};

const ring = (mode: RingMode) => `
  INSERT INTO "zenpulse_schedule_recent" ("schedule_id", "recent", "guess_at") VALUES (?, ?, ?)
  ON CONFLICT ("schedule_id") DO UPDATE SET "recent" = ${rings[mode]},
    "guess_at" = ${mode === 'whole' ? 'excluded."guess_at"' : 'coalesce(excluded."guess_at", "guess_at")'}`;

const ROLLUP = `
  INSERT INTO "zenpulse_figure" ("kind", "at", "schedule_id", "outcome", "bin", "count") VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT ("kind", "at", "schedule_id", "outcome", "bin") DO UPDATE SET "count" = "count" + excluded."count"`;

/** Instants are texts that sort by time. */
const isNewer = 'excluded."last_at" >= "last_at"';
const newer = (column: string) => `"${column}" = iif(${isNewer}, excluded."${column}", "${column}")`;
const newestKept = (column: string) => `"${column}" = iif(${isNewer},
    coalesce(excluded."${column}", "${column}"), coalesce("${column}", excluded."${column}"))`;

const ERRORS = `
  INSERT INTO "zenpulse_error_group" (
    "fingerprint", "job_key", "exception_type", "message", "count", "first_at", "last_at", "last_execution_id",
    "last_schedule_id") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT ("fingerprint") DO UPDATE SET
    "count" = "count" + excluded."count",
    "first_at" = min("first_at", excluded."first_at"),
    ${newer('exception_type')}, ${newer('last_schedule_id')},
    ${newestKept('message')}, ${newestKept('last_execution_id')},
    "last_at" = max("last_at", excluded."last_at")`;

/** One prepared statement, run for each row. */
export function sqliteFiguresWriter(database: Pick<SqliteDatabase, 'executeEach'>): FiguresWriter {
  const send = (text: string, rows: readonly Readonly<Record<string, unknown>>[]) =>
    database.executeEach(
      text,
      rows.map((row) => Object.values(row) as SqliteValue[]), // texts, numbers and null, in the order of the columns
    );
  return {
    rowsAtOnce: 500,
    ring: (mode, rows) =>
      send(
        ring(mode),
        rows.map((row) => recentRow(row, toSqliteInstant)),
      ),
    rollup: (rows) =>
      send(
        ROLLUP,
        rows.map((row) => rollupRow(row, toSqliteInstant)),
      ),
    errors: (rows) =>
      send(
        ERRORS,
        rows.map((row) => errorRow(row, toSqliteInstant)),
      ),
  };
}
