import type { LastRun, StatsStore, StatsTotals } from '@zenpulse/core/ports';
import type { SqliteClient } from './open-sqlite.ts';
import { guarded } from './sqlite-errors.ts';
import { toSqliteInstant } from './sqlite-instant.ts';

const ADD = `
  INSERT INTO "zenpulse_schedule_stats" (
    "schedule_id", "runs", "failures", "missed", "skipped",
    "last_run_id", "last_status", "last_scheduled_at", "last_run_time", "last_duration_ms")
  SELECT "value" ->> 0, "value" ->> 1, "value" ->> 2, "value" ->> 3, "value" ->> 4,
         "value" ->> 5, "value" ->> 6, "value" ->> 7, "value" ->> 8, "value" ->> 9
    FROM json_each(?) WHERE true
  ON CONFLICT ("schedule_id") DO UPDATE SET
    "runs" = "runs" + excluded."runs",
    "failures" = "failures" + excluded."failures",
    "missed" = "missed" + excluded."missed",
    "skipped" = "skipped" + excluded."skipped",
    "last_run_id" = excluded."last_run_id",
    "last_status" = excluded."last_status",
    "last_scheduled_at" = excluded."last_scheduled_at",
    "last_run_time" = excluded."last_run_time",
    "last_duration_ms" = excluded."last_duration_ms"`;

export function createSqliteStatsStore(client: SqliteClient): StatsStore {
  return {
    add: (deltas) =>
      guarded(async () => {
        const rows = deltas.map(({ scheduleId, runs, failures, missed, skipped, lastRun }) => [
          scheduleId,
          runs,
          failures,
          missed,
          skipped,
          lastRun.runId,
          lastRun.status,
          toSqliteInstant(lastRun.scheduledAt),
          toSqliteInstant(lastRun.runTime),
          lastRun.durationMs,
        ]);
        await client.$executeRawUnsafe(ADD, JSON.stringify(rows));
      }),
    lastRuns: (scheduleIds) =>
      guarded(async () => {
        const rows = await client.scheduleStats.findMany({ where: { scheduleId: { in: [...scheduleIds] } } });
        return new Map(
          rows.map((row): [string, LastRun] => [
            row.scheduleId,
            {
              runId: row.lastRunId,
              status: row.lastStatus as LastRun['status'], // only ZenPulse writes this table
              scheduledAt: row.lastScheduledAt.getTime(),
              runTime: row.lastRunTime.getTime(),
              durationMs: row.lastDurationMs,
            },
          ]),
        );
      }),
    totalsOf: (scheduleIds) =>
      guarded(async () => {
        const rows = await client.scheduleStats.findMany({
          where: { scheduleId: { in: [...scheduleIds] } },
          select: { scheduleId: true, runs: true, failures: true, missed: true, skipped: true },
        });
        return new Map(rows.map(({ scheduleId, ...totals }): [string, StatsTotals] => [scheduleId, totals]));
      }),
  };
}
