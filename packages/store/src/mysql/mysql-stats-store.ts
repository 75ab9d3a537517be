import type { StatsStore } from '@zenpulse/core/ports';
import { statsRow } from '../server/stats-rows.ts';
import { createServerStatsStore } from '../server/stats-store.ts';
import { jsonRows, jsonTable } from './json-rows.ts';
import { mysqlDialect } from './mysql-dialect.ts';
import { guarded } from './mysql-errors.ts';
import { toDatetime } from './mysql-instant.ts';
import type { RawClient } from '../server/raw-client.ts';

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

export function createMysqlStatsStore(client: RawClient): StatsStore {
  return createServerStatsStore({
    client,
    dialect: mysqlDialect,
    guarded,
    add: async (deltas) => {
      const rows = deltas.map((delta) => statsRow(delta, toDatetime));
      for (const json of jsonRows(rows)) await client.$executeRawUnsafe(ADD, json);
    },
  });
}
