import { NO_FIGURES, type RunInstants } from '@zenpulse/core/domain';
import type { Clock, LastRun, StatsBatch, StatsDelta, StatsStore, StatsTotals } from '@zenpulse/core/ports';
import { APPLIED_BATCHES, batchesText, type AppliedBatches } from '../figures/applied-batches.ts';
import { inSteps } from '../figures/figures-rows.ts';
import { writeFigures } from '../figures/write-figures.ts';
import { raw, sql, type Sql } from '../sql/sql.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { guarded } from './sqlite-errors.ts';
import { sqliteFiguresDialect, sqliteFiguresWriter } from './sqlite-figures.ts';
import { fromSqliteInstant, toSqliteInstant } from './sqlite-instant.ts';
import { textsIn } from './texts-in.ts';

/** After this time a journal of a writer that stopped is not adopted any more. */
const BATCHES_KEPT_MS = 400 * 86_400_000;
/** How many schedules one statement adds, which holds the thread meanwhile. */
const SCHEDULES_AT_ONCE = 500;

/** Instants are texts that sort by time. */
const IS_NEWER = raw('excluded."last_run_time" >= "zenpulse_schedule_stats"."last_run_time"');

/** The newer of the two, whichever is there. */
function newest(column: string): Sql {
  return raw(`max(coalesce("${column}", excluded."${column}"), coalesce(excluded."${column}", "${column}"))`);
}

/** What came after the last success; a text that is after all others where it did not. */
function sinceSuccess(instant: Sql): Sql {
  return sql`iif(${instant} > coalesce(${newest('last_success_at')}, ''), ${instant}, '~')`;
}

/** The first failure since the last success; where a success among the failures came late, the newest one. */
const FAILING_SINCE = sql`nullif(
      iif(min(${sinceSuccess(raw('"failing_since"'))}, ${sinceSuccess(raw('excluded."failing_since"'))}) < '~',
          min(${sinceSuccess(raw('"failing_since"'))}, ${sinceSuccess(raw('excluded."failing_since"'))}),
          ${sinceSuccess(newest('last_failed_at'))}), '~')`;

const add = (rows: string) => sql`
  INSERT INTO "zenpulse_schedule_stats" (
    "schedule_id", "runs", "failures", "missed", "skipped",
    "last_run_id", "last_status", "last_scheduled_at", "last_run_time", "last_duration_ms", "last_success_at",
    "last_started_at", "last_failed_at", "failing_since", "last_missed_at")
  SELECT "value" ->> 0, "value" ->> 1, "value" ->> 2, "value" ->> 3, "value" ->> 4,
         "value" ->> 5, "value" ->> 6, "value" ->> 7, "value" ->> 8, "value" ->> 9, "value" ->> 10,
         "value" ->> 11, "value" ->> 12, "value" ->> 13, "value" ->> 14
    FROM json_each(${rows}) WHERE true
  ON CONFLICT ("schedule_id") DO UPDATE SET
    "runs" = "runs" + excluded."runs",
    "failures" = "failures" + excluded."failures",
    "missed" = "missed" + excluded."missed",
    "skipped" = "skipped" + excluded."skipped",
    "last_run_id" = iif(${IS_NEWER}, excluded."last_run_id", "last_run_id"),
    "last_status" = iif(${IS_NEWER}, excluded."last_status", "last_status"),
    "last_scheduled_at" = iif(${IS_NEWER}, excluded."last_scheduled_at", "last_scheduled_at"),
    "last_duration_ms" = iif(${IS_NEWER}, excluded."last_duration_ms", "last_duration_ms"),
    "last_run_time" = max("last_run_time", excluded."last_run_time"),
    "last_success_at" = ${newest('last_success_at')},
    "last_started_at" = ${newest('last_started_at')},
    "last_failed_at" = ${newest('last_failed_at')},
    "failing_since" = ${FAILING_SINCE},
    "last_missed_at" = ${newest('last_missed_at')}`;

/** Changes no row if the batch was applied before. */
const mark = ({ writer, number }: StatsBatch, at: string) => sql`
  INSERT INTO "zenpulse_stats_batch" ("writer", "number", "applied_at") VALUES (${writer}, ${number}, ${at})
  ON CONFLICT ("writer") DO UPDATE SET "number" = excluded."number", "applied_at" = excluded."applied_at"
   WHERE "number" < excluded."number"`;

const forget = (before: string) => sql`DELETE FROM "zenpulse_stats_batch" WHERE "applied_at" < ${before}`;

export function createSqliteStatsStore(database: SqliteDatabase, clock: Clock): StatsStore {
  return {
    add: (deltas, batch, figures = NO_FIGURES) =>
      guarded(async () => {
        const now = clock.now();
        await database.transaction(async (inOne) => {
          if ((await inOne.execute(mark(batch, toSqliteInstant(now)))) === 0) return;
          for (const step of inSteps(deltas, SCHEDULES_AT_ONCE)) {
            await inOne.execute(add(JSON.stringify(step.map(toRow))));
          }
          await writeFigures(inOne, sqliteFiguresDialect, sqliteFiguresWriter(inOne), figures);
          if (batch.number === 1) await inOne.execute(forget(toSqliteInstant(now - BATCHES_KEPT_MS)));
        });
      }),
    appliedBatches: () =>
      guarded(async () =>
        batchesText(
          await database.query<AppliedBatches>(sql`${APPLIED_BATCHES} FROM "zenpulse_stats_batch"`),
        ),
      ),
    lastRuns: (scheduleIds) =>
      guarded(async () => {
        const rows = await database.query<LastRunRow>(sql`
          SELECT "schedule_id" AS "scheduleId", "last_run_id" AS "runId", "last_status" AS "status",
                 "last_scheduled_at" AS "scheduledAt", "last_run_time" AS "runTime", "last_duration_ms" AS "durationMs"
            FROM "zenpulse_schedule_stats" WHERE "schedule_id" IN (${textsIn(scheduleIds)})`);
        return new Map(rows.map(({ scheduleId, ...row }) => [scheduleId, fromLastRunRow(row)]));
      }),
    lastSuccesses: (scheduleIds) =>
      guarded(async () => {
        const rows = await database.query<{ scheduleId: string; at: unknown }>(sql`
          SELECT "schedule_id" AS "scheduleId", "last_success_at" AS "at" FROM "zenpulse_schedule_stats"
           WHERE "last_success_at" IS NOT NULL AND "schedule_id" IN (${textsIn(scheduleIds)})`);
        return new Map(rows.map(({ scheduleId, at }) => [scheduleId, fromSqliteInstant(at)]));
      }),
    instantsOf: (scheduleIds) =>
      guarded(async () => {
        const rows = await database.query<InstantsRow & { readonly scheduleId: string }>(sql`
          SELECT "schedule_id" AS "scheduleId", "last_started_at" AS "lastStartedAt",
                 "last_success_at" AS "lastSuccessAt", "last_failed_at" AS "lastFailedAt",
                 "failing_since" AS "failingSince", "last_missed_at" AS "lastMissedAt"
            FROM "zenpulse_schedule_stats" WHERE "schedule_id" IN (${textsIn(scheduleIds)})`);
        return new Map(rows.map(({ scheduleId, ...row }) => [scheduleId, fromInstantsRow(row)]));
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

/** In the order of the columns that `add` writes. */
function toRow({
  scheduleId,
  runs,
  failures,
  missed,
  skipped,
  lastRun,
  ...instants
}: StatsDelta): readonly (string | number | null)[] {
  return [
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
    instantOrNull(instants.lastSuccessAt),
    instantOrNull(instants.lastStartedAt),
    instantOrNull(instants.lastFailedAt),
    instantOrNull(instants.failingSince),
    instantOrNull(instants.lastMissedAt),
  ];
}

function instantOrNull(epochMs: number | null): string | null {
  return epochMs === null ? null : toSqliteInstant(epochMs);
}

function fromInstantOrNull(held: unknown): number | null {
  return held === null ? null : fromSqliteInstant(held);
}

type InstantsRow = Readonly<Record<keyof RunInstants, unknown>>;

function fromInstantsRow(row: InstantsRow): RunInstants {
  return {
    lastStartedAt: fromInstantOrNull(row.lastStartedAt),
    lastSuccessAt: fromInstantOrNull(row.lastSuccessAt),
    lastFailedAt: fromInstantOrNull(row.lastFailedAt),
    failingSince: fromInstantOrNull(row.failingSince),
    lastMissedAt: fromInstantOrNull(row.lastMissedAt),
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
