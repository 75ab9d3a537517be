import type { LastRun, StatsStore, StatsTotals } from '@zenpulse/core/ports';
import { sql } from '../sql.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { guarded } from './sqlite-errors.ts';
import { fromSqliteInstant, toSqliteInstant } from './sqlite-instant.ts';
import { textsIn } from './texts-in.ts';

const add = (rows: string) => sql`
  INSERT INTO "zenpulse_schedule_stats" (
    "schedule_id", "runs", "failures", "missed", "skipped",
    "last_run_id", "last_status", "last_scheduled_at", "last_run_time", "last_duration_ms")
  SELECT "value" ->> 0, "value" ->> 1, "value" ->> 2, "value" ->> 3, "value" ->> 4,
         "value" ->> 5, "value" ->> 6, "value" ->> 7, "value" ->> 8, "value" ->> 9
    FROM json_each(${rows}) WHERE true
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

export function createSqliteStatsStore(database: SqliteDatabase): StatsStore {
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
        await database.execute(add(JSON.stringify(rows)));
      }),
    lastRuns: (scheduleIds) =>
      guarded(async () => {
        const rows = await database.query<LastRunRow>(sql`
          SELECT "schedule_id" AS "scheduleId", "last_run_id" AS "runId", "last_status" AS "status",
                 "last_scheduled_at" AS "scheduledAt", "last_run_time" AS "runTime", "last_duration_ms" AS "durationMs"
            FROM "zenpulse_schedule_stats" WHERE "schedule_id" IN (${textsIn(scheduleIds)})`);
        return new Map(rows.map(({ scheduleId, ...row }) => [scheduleId, fromLastRunRow(row)]));
      }),
    totalsOf: (scheduleIds) =>
      guarded(async () => {
        const rows = await database.query<StatsTotals & { scheduleId: string }>(sql`
          SELECT "schedule_id" AS "scheduleId", "runs", "failures", "missed", "skipped"
            FROM "zenpulse_schedule_stats" WHERE "schedule_id" IN (${textsIn(scheduleIds)})`);
        return new Map(rows.map(({ scheduleId, ...totals }) => [scheduleId, totals]));
      }),
  };
}

interface LastRunRow extends Omit<LastRun, 'scheduledAt' | 'runTime'> {
  readonly scheduleId: string;
  readonly scheduledAt: unknown;
  readonly runTime: unknown;
}

function fromLastRunRow({ scheduledAt, runTime, ...row }: Omit<LastRunRow, 'scheduleId'>): LastRun {
  return { ...row, scheduledAt: fromSqliteInstant(scheduledAt), runTime: fromSqliteInstant(runTime) };
}
