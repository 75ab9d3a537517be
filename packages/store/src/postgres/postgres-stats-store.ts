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
  "last_run_id", "last_status", "last_scheduled_at", "last_run_time", "last_duration_ms"`;

const ADD = `
  INSERT INTO ${TABLE} (${names}) SELECT ${names} FROM json_populate_recordset(NULL::${TABLE}, $1::json)
  ON CONFLICT ("schedule_id") DO UPDATE SET
    "runs" = ${TABLE}."runs" + excluded."runs",
    "failures" = ${TABLE}."failures" + excluded."failures",
    "missed" = ${TABLE}."missed" + excluded."missed",
    "skipped" = ${TABLE}."skipped" + excluded."skipped",
    "last_run_id" = excluded."last_run_id",
    "last_status" = excluded."last_status",
    "last_scheduled_at" = excluded."last_scheduled_at",
    "last_run_time" = excluded."last_run_time",
    "last_duration_ms" = excluded."last_duration_ms"`;

export function createPostgresStatsStore(client: RawClient): StatsStore {
  return createServerStatsStore({
    client,
    dialect: postgresDialect,
    guarded,
    add: async (deltas) => {
      const rows = deltas.map((delta) => statsRow(delta, toTimestamp));
      await client.$executeRawUnsafe(ADD, cleanJson(rows));
    },
  });
}
