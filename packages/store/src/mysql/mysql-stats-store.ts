import { raw } from '@prisma/client/runtime/client';
import type { LastRun, StatsStore, StatsTotals } from '@zenpulse/core/ports';
import { statsRow, summed } from '../server/stats-rows.ts';
import { jsonRows, jsonTable } from './json-rows.ts';
import { mysqlDialect } from './mysql-dialect.ts';
import { guarded } from './mysql-errors.ts';
import { epochMs, toDatetime } from './mysql-instant.ts';
import type { MysqlClient } from './open-mysql.ts';

const TABLE = '"zenpulse_schedule_stats"';
const TEXT = 'VARCHAR(1000)';

const INCOMING = {
  schedule_id: TEXT,
  runs: 'BIGINT',
  failures: 'BIGINT',
  missed: 'BIGINT',
  skipped: 'BIGINT',
  last_run_id: TEXT,
  last_status: TEXT,
  last_scheduled_at: TEXT,
  last_run_time: TEXT,
  last_duration_ms: 'DOUBLE',
} as const;

const columns = Object.keys(INCOMING);
const names = columns.map((column) => `"${column}"`).join(', ');
const added = columns
  .filter((column) => column !== 'schedule_id')
  .map((column) =>
    column.startsWith('last_')
      ? `"${column}" = VALUES("${column}")`
      : `"${column}" = ${TABLE}."${column}" + VALUES("${column}")`,
  )
  .join(', ');

const ADD = `
  INSERT INTO ${TABLE} (${names}) SELECT ${names} FROM ${jsonTable(INCOMING)}
  ON DUPLICATE KEY UPDATE ${added}`;

export function createMysqlStatsStore(client: MysqlClient): StatsStore {
  return {
    add: (deltas) =>
      guarded(async () => {
        const rows = summed(deltas).map((delta) => statsRow(delta, toDatetime));
        for (const json of jsonRows(rows)) await client.$executeRawUnsafe(ADD, json);
      }),
    lastRuns: (scheduleIds) =>
      guarded(async () => {
        const rows = await client.$queryRaw<(LastRun & { scheduleId: string })[]>`
          SELECT "schedule_id" AS "scheduleId", "last_run_id" AS "runId", "last_status" AS "status",
                 ${epochMs(raw('"last_scheduled_at"'))} AS "scheduledAt",
                 ${epochMs(raw('"last_run_time"'))} AS "runTime", "last_duration_ms" AS "durationMs"
            FROM "zenpulse_schedule_stats" WHERE ${mysqlDialect.isOneOf('"schedule_id"', scheduleIds)}`;
        return new Map(rows.map(({ scheduleId, ...lastRun }) => [scheduleId, lastRun]));
      }),
    totalsOf: (scheduleIds) =>
      guarded(async () => {
        const rows = await client.$queryRaw<(StatsTotals & { scheduleId: string })[]>`
          SELECT "schedule_id" AS "scheduleId", "runs", "failures", "missed", "skipped"
            FROM "zenpulse_schedule_stats" WHERE ${mysqlDialect.isOneOf('"schedule_id"', scheduleIds)}`;
        return new Map(rows.map(({ scheduleId, ...totals }) => [scheduleId, totals]));
      }),
  };
}
