import type { StatsStore } from '@zenpulse/core/ports';
import { cleanJson } from '../server/clean-text.ts';
import { statsRow } from '../server/stats-rows.ts';
import { createServerStatsStore } from '../server/stats-store.ts';
import { inSteps } from '../figures/figures-rows.ts';
import { writeFigures } from '../figures/write-figures.ts';
import { executionDatabase } from '../server/execution-database.ts';
import type { DatabaseClient } from '../server/raw-client.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { guarded } from './postgres-errors.ts';
import { postgresFiguresDialect, postgresFiguresWriter } from './postgres-figures.ts';
import { toTimestamp } from './postgres-instant.ts';

const TABLE = '"zenpulse_schedule_stats"';

const names = `"schedule_id", "runs", "failures", "missed", "skipped",
  "last_run_id", "last_status", "last_scheduled_at", "last_run_time", "last_duration_ms", "last_success_at",
  "last_started_at", "last_failed_at", "failing_since", "last_missed_at"`;

/** After this time a journal of a writer that stopped is not adopted any more. */
const BATCHES_KEPT = `interval '400 days'`;

const lastRun = ['last_run_id', 'last_status', 'last_scheduled_at', 'last_duration_ms']
  .map(
    (column) =>
      `"${column}" = CASE WHEN excluded."last_run_time" >= ${TABLE}."last_run_time"
        THEN excluded."${column}" ELSE ${TABLE}."${column}" END`,
  )
  .join(', ');

const newest = (column: string) => `GREATEST(${TABLE}."${column}", excluded."${column}")`;
const lastSuccess = `COALESCE(${newest('last_success_at')}, '-infinity')`;

/** The first failure since the last success; where a success among the failures came late, the newest one. */
const failingSince = `CASE
      WHEN ${TABLE}."failing_since" > ${lastSuccess} THEN LEAST(${TABLE}."failing_since",
        CASE WHEN excluded."failing_since" > ${lastSuccess} THEN excluded."failing_since" END)
      WHEN excluded."failing_since" > ${lastSuccess} THEN excluded."failing_since"
      WHEN ${newest('last_failed_at')} > ${lastSuccess} THEN ${newest('last_failed_at')} END`;

/**
 * Raises the batch number, if it is higher than the known one. Batches are added one after the other, so that each finds
 * the guesses that the others have stored.
 */
const BATCH = `
  WITH "turn" AS MATERIALIZED (
    SELECT pg_advisory_xact_lock(hashtext('zenpulse figures'), hashtext(current_schema()))),
  "batch" AS (
    INSERT INTO "zenpulse_stats_batch" AS "known" ("writer", "number", "applied_at")
    SELECT $1, $2::integer, statement_timestamp() FROM "turn"
    ON CONFLICT ("writer") DO UPDATE SET "number" = excluded."number", "applied_at" = excluded."applied_at"
     WHERE "known"."number" < excluded."number"
    RETURNING 1)`;

const addFrom = (source: string) => `
  INSERT INTO ${TABLE} (${names})
  SELECT ${names} FROM ${source}
  ON CONFLICT ("schedule_id") DO UPDATE SET
    "runs" = ${TABLE}."runs" + excluded."runs",
    "failures" = ${TABLE}."failures" + excluded."failures",
    "missed" = ${TABLE}."missed" + excluded."missed",
    "skipped" = ${TABLE}."skipped" + excluded."skipped",
    ${lastRun},
    "last_run_time" = GREATEST(${TABLE}."last_run_time", excluded."last_run_time"),
    "last_success_at" = ${newest('last_success_at')},
    "last_started_at" = ${newest('last_started_at')},
    "last_failed_at" = ${newest('last_failed_at')},
    "failing_since" = ${failingSince},
    "last_missed_at" = ${newest('last_missed_at')}`;

/** Returns no rows if the batch was applied before. */
const ADD_FIRST = BATCH + addFrom(`json_populate_recordset(NULL::${TABLE}, $3::json), "batch"`);
const ADD_MORE = addFrom(`json_populate_recordset(NULL::${TABLE}, $1::json)`);
const RAISE = `${BATCH} SELECT 1 AS "raised" FROM "batch"`;

/** How many schedules one statement adds: making its text holds the event loop. */
const SCHEDULES_AT_ONCE = 1_000;
const FORGET = `DELETE FROM "zenpulse_stats_batch" WHERE "applied_at" < statement_timestamp() - ${BATCHES_KEPT}`;

export function createPostgresStatsStore(client: DatabaseClient): StatsStore {
  return createServerStatsStore({
    client,
    dialect: postgresDialect,
    guarded,
    add: async (deltas, { writer, number }, figures) => {
      await client.$transaction(async (inOne) => {
        const [first = [], ...others] = inSteps(deltas, SCHEDULES_AT_ONCE);
        const json = (step: typeof deltas) => cleanJson(step.map((delta) => statsRow(delta, toTimestamp)));
        const isNew =
          first.length > 0
            ? (await inOne.$executeRawUnsafe(ADD_FIRST, writer, number, json(first))) > 0
            : (await inOne.$executeRawUnsafe(RAISE, writer, number)) > 0;
        if (!isNew) return;
        for (const step of others) await inOne.$executeRawUnsafe(ADD_MORE, json(step));
        const database = executionDatabase(inOne);
        await writeFigures(database, postgresFiguresDialect, postgresFiguresWriter(inOne), figures);
      });
      if (number === 1) await client.$executeRawUnsafe(FORGET);
    },
  });
}
