import type { StatsStore } from '@zenpulse/core/ports';
import { cleanJson } from '../server/clean-text.ts';
import { statsRow } from '../server/stats-rows.ts';
import { createServerStatsStore } from '../server/stats-store.ts';
import type { RawClient } from '../server/raw-client.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { guarded } from './postgres-errors.ts';
import { toTimestamp } from './postgres-instant.ts';

const TABLE = '"zenpulse_schedule_stats"';

const names = `"schedule_id", "runs", "failures", "missed", "skipped",
  "last_run_id", "last_status", "last_scheduled_at", "last_run_time", "last_duration_ms", "last_success_at",
  "last_started_at", "last_failed_at", "failing_since", "last_missed_at"`;

/** After this time a writer that stopped cannot send its last batch again. */
const BATCHES_KEPT = `interval '7 days'`;

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

/** One statement raises the batch number and adds the rows, or does neither. Sending a batch again changes nothing. */
const ADD = `
  WITH "batch" AS (
    INSERT INTO "zenpulse_stats_batch" AS "known" ("writer", "number", "applied_at")
    VALUES ($2, $3, statement_timestamp())
    ON CONFLICT ("writer") DO UPDATE SET "number" = excluded."number", "applied_at" = excluded."applied_at"
     WHERE "known"."number" < excluded."number"
    RETURNING 1)
  INSERT INTO ${TABLE} (${names})
  SELECT ${names} FROM json_populate_recordset(NULL::${TABLE}, $1::json), "batch"
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

const FORGET = `DELETE FROM "zenpulse_stats_batch" WHERE "applied_at" < statement_timestamp() - ${BATCHES_KEPT}`;

export function createPostgresStatsStore(client: RawClient): StatsStore {
  return createServerStatsStore({
    client,
    dialect: postgresDialect,
    guarded,
    add: async (deltas, { writer, number }) => {
      const rows = deltas.map((delta) => statsRow(delta, toTimestamp));
      await client.$executeRawUnsafe(ADD, cleanJson(rows), writer, number);
      if (number === 1) await client.$executeRawUnsafe(FORGET);
    },
  });
}
