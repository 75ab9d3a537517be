import type { LastRun, StatsDelta, StatsStore, StatsTotals } from '@zenpulse/core/ports';
import { cleanJson } from './clean-text.ts';
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
        await client.$executeRawUnsafe(ADD, cleanJson(summed(deltas).map(toRow)));
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

/** One delta a schedule: PostgreSQL refuses to touch a row twice in one statement. */
function summed(deltas: readonly StatsDelta[]): StatsDelta[] {
  const sums = new Map<string, StatsDelta>();
  for (const delta of deltas) {
    const sum = sums.get(delta.scheduleId);
    sums.set(delta.scheduleId, sum === undefined ? delta : added(sum, delta));
  }
  return [...sums.values()];
}

function added(sum: StatsDelta, delta: StatsDelta): StatsDelta {
  return {
    ...delta,
    runs: sum.runs + delta.runs,
    failures: sum.failures + delta.failures,
    missed: sum.missed + delta.missed,
    skipped: sum.skipped + delta.skipped,
  };
}

function toRow({
  scheduleId,
  runs,
  failures,
  missed,
  skipped,
  lastRun,
}: StatsDelta): Record<string, unknown> {
  return {
    schedule_id: scheduleId,
    runs,
    failures,
    missed,
    skipped,
    last_run_id: lastRun.runId,
    last_status: lastRun.status,
    last_scheduled_at: toTimestamp(lastRun.scheduledAt),
    last_run_time: toTimestamp(lastRun.runTime),
    last_duration_ms: lastRun.durationMs,
  };
}
