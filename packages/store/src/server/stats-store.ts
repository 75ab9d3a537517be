import { raw, sql } from '@prisma/client-runtime-utils';
import { NO_FIGURES, type FiguresDelta, type RunInstants } from '@zenpulse/core/domain';
import type { LastRun, StatsBatch, StatsDelta, StatsStore, StatsTotals } from '@zenpulse/core/ports';
import { APPLIED_BATCHES, batchesText, type AppliedBatches } from '../figures/applied-batches.ts';
import type { RawClient } from './raw-client.ts';
import type { SqlDialect } from './sql-dialect.ts';
import { summed } from './stats-rows.ts';
import type { Guard } from './guard.ts';

export interface ServerStatsDeps {
  readonly client: RawClient;
  readonly dialect: SqlDialect;
  readonly guarded: Guard;
  /** Adds deltas, one per schedule, and figures, unless the batch was applied before. */
  readonly add: (deltas: readonly StatsDelta[], batch: StatsBatch, figures: FiguresDelta) => Promise<void>;
}

export function createServerStatsStore({ client, dialect, guarded, add }: ServerStatsDeps): StatsStore {
  const { epochMs, isOneOf } = dialect;
  return {
    add: (deltas, batch, figures = NO_FIGURES) => guarded(() => add(summed(deltas), batch, figures)),
    appliedBatches: () =>
      guarded(async () =>
        batchesText(
          await client.$queryRaw<AppliedBatches[]>(sql`${APPLIED_BATCHES} FROM "zenpulse_stats_batch"`),
        ),
      ),
    lastRuns: (scheduleIds) =>
      guarded(async () => {
        const rows = await client.$queryRaw<(LastRun & { scheduleId: string })[]>(sql`
          SELECT "schedule_id" AS "scheduleId", "last_run_id" AS "runId", "last_status" AS "status",
                 ${epochMs(raw('"last_scheduled_at"'))} AS "scheduledAt",
                 ${epochMs(raw('"last_run_time"'))} AS "runTime", "last_duration_ms" AS "durationMs"
            FROM "zenpulse_schedule_stats" WHERE ${isOneOf('"schedule_id"', scheduleIds)}`);
        return new Map(rows.map(({ scheduleId, ...lastRun }) => [scheduleId, lastRun]));
      }),
    lastSuccesses: (scheduleIds) =>
      guarded(async () => {
        const rows = await client.$queryRaw<{ scheduleId: string; at: number }[]>(sql`
          SELECT "schedule_id" AS "scheduleId", ${epochMs(raw('"last_success_at"'))} AS "at"
            FROM "zenpulse_schedule_stats"
           WHERE "last_success_at" IS NOT NULL AND ${isOneOf('"schedule_id"', scheduleIds)}`);
        return new Map(rows.map(({ scheduleId, at }) => [scheduleId, at]));
      }),
    instantsOf: (scheduleIds) =>
      guarded(async () => {
        const rows = await client.$queryRaw<(RunInstants & { scheduleId: string })[]>(sql`
          SELECT "schedule_id" AS "scheduleId",
                 ${epochMs(raw('"last_started_at"'))} AS "lastStartedAt",
                 ${epochMs(raw('"last_success_at"'))} AS "lastSuccessAt",
                 ${epochMs(raw('"last_failed_at"'))} AS "lastFailedAt",
                 ${epochMs(raw('"failing_since"'))} AS "failingSince",
                 ${epochMs(raw('"last_missed_at"'))} AS "lastMissedAt"
            FROM "zenpulse_schedule_stats" WHERE ${isOneOf('"schedule_id"', scheduleIds)}`);
        return new Map(rows.map(({ scheduleId, ...instants }) => [scheduleId, instants]));
      }),
    totalsOf: (scheduleIds) =>
      guarded(async () => {
        const rows = await client.$queryRaw<(StatsTotals & { scheduleId: string })[]>(sql`
          SELECT "schedule_id" AS "scheduleId", "runs", "failures", "missed", "skipped"
            FROM "zenpulse_schedule_stats" WHERE ${isOneOf('"schedule_id"', scheduleIds)}`);
        return new Map(rows.map(({ scheduleId, ...totals }) => [scheduleId, totals]));
      }),
  };
}
