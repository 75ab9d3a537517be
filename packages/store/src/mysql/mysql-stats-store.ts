import type { StatsStore } from '@zenpulse/core/ports';
import { statsRow } from '../server/stats-rows.ts';
import { createServerStatsStore } from '../server/stats-store.ts';
import { inSteps } from '../figures/figures-rows.ts';
import { writeFigures } from '../figures/write-figures.ts';
import { executionDatabase } from '../server/execution-database.ts';
import { jsonRows, jsonTable } from './json-rows.ts';
import { mysqlDialect } from './mysql-dialect.ts';
import { guarded } from './mysql-errors.ts';
import { mysqlFiguresDialect, mysqlFiguresWriter } from './mysql-figures.ts';
import { toDatetime } from './mysql-instant.ts';
import type { DatabaseClient } from '../server/raw-client.ts';

const TABLE = '"zenpulse_schedule_stats"';
const TEXT = 'VARCHAR(1000)';

const INCOMING = {
  schedule_id: TEXT,
  runs: 'BIGINT',
  failures: 'BIGINT',
  missed: 'BIGINT',
  skipped: 'BIGINT',
  last_run_id: TEXT,
  last_status: TEXT,
  last_scheduled_at: TEXT,
  last_run_time: TEXT,
  last_duration_ms: 'DOUBLE',
  last_success_at: TEXT,
  last_started_at: TEXT,
  last_failed_at: TEXT,
  failing_since: TEXT,
  last_missed_at: TEXT,
} as const;

const columns = Object.keys(INCOMING);
const names = columns.map((column) => `"${column}"`).join(', ');
const COUNTS = ['runs', 'failures', 'missed', 'skipped'];
/** MySQL assigns from left to right, so the time that the others are compared with comes last. */
const LAST_RUN = ['last_run_id', 'last_status', 'last_scheduled_at', 'last_duration_ms', 'last_run_time'];

const NEWEST = ['last_success_at', 'last_started_at', 'last_failed_at', 'last_missed_at'];

/** `GREATEST` is null where one of them is. */
const newest = (column: string) => `COALESCE(
    GREATEST(${TABLE}."${column}", VALUES("${column}")), ${TABLE}."${column}", VALUES("${column}"))`;
const lastSuccess = `COALESCE(${newest('last_success_at')}, TIMESTAMP'1000-01-01 00:00:00')`;
const sinceSuccess = (instant: string) => `IF(${instant} > ${lastSuccess}, ${instant}, NULL)`;
const known = sinceSuccess(`${TABLE}."failing_since"`);
const incoming = sinceSuccess('VALUES("failing_since")');

/** The first failure since the last success; where a success among the failures came late, the newest one. */
const failingSince = `COALESCE(
    LEAST(${known}, ${incoming}), ${known}, ${incoming}, ${sinceSuccess(newest('last_failed_at'))})`;

const added = [
  ...COUNTS.map((column) => `"${column}" = ${TABLE}."${column}" + VALUES("${column}")`),
  ...LAST_RUN.map(
    (column) =>
      `"${column}" = IF(VALUES("last_run_time") >= ${TABLE}."last_run_time", VALUES("${column}"), ${TABLE}."${column}")`,
  ),
  `"failing_since" = ${failingSince}`, // before those that it is compared with
  ...NEWEST.map((column) => `"${column}" = ${newest(column)}`),
].join(', ');

const ADD = `
  INSERT INTO ${TABLE} (${names}) SELECT ${names} FROM ${jsonTable(INCOMING)}
  ON DUPLICATE KEY UPDATE ${added}`;

/**
 * Locks the writer's row until the end of the transaction: of two copies of a batch, the second waits and finds it
 * applied. The second row is locked by all: batches are added one after the other, so that each finds the guesses that
 * the others have stored.
 */
const LOCK = `
  INSERT INTO "zenpulse_stats_batch" ("writer", "number", "applied_at")
  VALUES (?, 0, UTC_TIMESTAMP(3)), ('one after the other', 0, UTC_TIMESTAMP(3))
  ON DUPLICATE KEY UPDATE "applied_at" = UTC_TIMESTAMP(3)`;
/** Changes no row if the batch was applied before. */
const MARK = `UPDATE "zenpulse_stats_batch" SET "number" = ? WHERE "writer" = ? AND "number" < ?`;
/** How many schedules one statement adds: making its text holds the event loop. */
const SCHEDULES_AT_ONCE = 500;
/** After this time a journal of a writer that stopped is not adopted any more. */
const FORGET = `DELETE FROM "zenpulse_stats_batch" WHERE "applied_at" < UTC_TIMESTAMP(3) - INTERVAL 400 DAY`;

export function createMysqlStatsStore(client: DatabaseClient): StatsStore {
  return createServerStatsStore({
    client,
    dialect: mysqlDialect,
    guarded,
    add: async (deltas, { writer, number }, figures) => {
      await client.$transaction(async (inOne) => {
        await inOne.$executeRawUnsafe(LOCK, writer);
        if ((await inOne.$executeRawUnsafe(MARK, number, writer, number)) === 0) return;
        for (const step of inSteps(deltas, SCHEDULES_AT_ONCE)) {
          const rows = step.map((delta) => statsRow(delta, toDatetime));
          for (const json of jsonRows(rows)) await inOne.$executeRawUnsafe(ADD, json);
        }
        const database = executionDatabase(inOne);
        await writeFigures(database, mysqlFiguresDialect, mysqlFiguresWriter(inOne), figures);
      });
      if (number === 1) await client.$executeRawUnsafe(FORGET);
    },
  });
}
