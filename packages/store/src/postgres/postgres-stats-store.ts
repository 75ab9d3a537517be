import type { LastRun, StatsStore, StatsTotals } from '@zenpulse/core/ports';
import { cleanJson } from '../server/clean-text.ts';
import { statsRow, summed } from '../server/stats-rows.ts';
import type { PostgresClient } from './open-postgres.ts';
import { guarded } from './postgres-errors.ts';
import { epochMs, toTimestamp } from './postgres-instant.ts';
import { Prisma } from './generated/client/client.ts';

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

export function createPostgresStatsStore(client: PostgresClient): StatsStore {
  return {
    add: (deltas) =>
      guarded(async () => {
        const rows = summed(deltas).map((delta) => statsRow(delta, toTimestamp));
        await client.$executeRawUnsafe(ADD, cleanJson(rows));
      }),
    lastRuns: (scheduleIds) =>
      guarded(async () => {
        const rows = await client.$queryRaw<(LastRun & { scheduleId: string })[]>`
          SELECT "schedule_id" AS "scheduleId", "last_run_id" AS "runId", "last_status" AS "status",
                 ${epochMs(Prisma.raw('"last_scheduled_at"'))} AS "scheduledAt",
                 ${epochMs(Prisma.raw('"last_run_time"'))} AS "runTime", "last_duration_ms" AS "durationMs"
            FROM "zenpulse_schedule_stats" WHERE "schedule_id" = ANY(${[...scheduleIds]}::text[])`;
        return new Map(rows.map(({ scheduleId, ...lastRun }) => [scheduleId, lastRun]));
      }),
    totalsOf: (scheduleIds) =>
      guarded(async () => {
        const rows = await client.$queryRaw<(StatsTotals & { scheduleId: string })[]>`
          SELECT "schedule_id" AS "scheduleId", "runs", "failures", "missed", "skipped"
            FROM "zenpulse_schedule_stats" WHERE "schedule_id" = ANY(${[...scheduleIds]}::text[])`;
        return new Map(rows.map(({ scheduleId, ...totals }) => [scheduleId, totals]));
      }),
  };
}
