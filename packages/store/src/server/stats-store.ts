import { raw, sql } from '@prisma/client-runtime-utils';
import type { LastRun, StatsDelta, StatsStore, StatsTotals } from '@zenpulse/core/ports';
import type { RawClient } from './raw-client.ts';
import type { SqlDialect } from './sql-dialect.ts';
import { summed } from './stats-rows.ts';
import type { Guard } from './guard.ts';

export interface ServerStatsDeps {
  readonly client: RawClient;
  readonly dialect: SqlDialect;
  readonly guarded: Guard;
  /** Adds deltas of which each is of another schedule. */
  readonly add: (deltas: readonly StatsDelta[]) => Promise<void>;
}

export function createServerStatsStore({ client, dialect, guarded, add }: ServerStatsDeps): StatsStore {
  const { epochMs, isOneOf } = dialect;
  return {
    add: (deltas) => guarded(() => add(summed(deltas))),
    lastRuns: (scheduleIds) =>
      guarded(async () => {
        const rows = await client.$queryRaw<(LastRun & { scheduleId: string })[]>(sql`
          SELECT "schedule_id" AS "scheduleId", "last_run_id" AS "runId", "last_status" AS "status",
                 ${epochMs(raw('"last_scheduled_at"'))} AS "scheduledAt",
                 ${epochMs(raw('"last_run_time"'))} AS "runTime", "last_duration_ms" AS "durationMs"
            FROM "zenpulse_schedule_stats" WHERE ${isOneOf('"schedule_id"', scheduleIds)}`);
        return new Map(rows.map(({ scheduleId, ...lastRun }) => [scheduleId, lastRun]));
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
