import { join, raw, sql, type Sql } from '../sql/sql.ts';
import { EXECUTION_TABLE, type ExecutionDialect } from '../executions/execution-dialect.ts';
import type { Bounds, Branch } from '../executions/execution-plan.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { epochMs, fromEpochMs, instant } from './postgres-instant.ts';

const FARTHEST_MS = 8.64e15;

/**
 * PostgreSQL has no index hints, and it underestimates the cost when matching rows are old: it scans from the newest
 * row, expecting an early match. So ORDER BY includes the leading column. That column is compared with a list of one
 * value, because with an equality the planner would drop it from the order. Only one index has that order, and all its
 * columns limit the scan.
 */
export const postgresExecutionDialect: ExecutionDialect = {
  instant,
  sentInstant: (column) => epochMs(raw(`"${column}"`)),
  readInstant: fromEpochMs,
  contains: (column, search) => postgresDialect.contains(`"${column}"`, search),
  from: () => EXECUTION_TABLE,
  within,
  order: ({ equal, time }, direction, hasId) => {
    const columns = [...equal.slice(0, 1).map(([column]) => column), time, ...(hasId ? ['id'] : [])];
    return raw(columns.map((column) => `"${column}" ${direction}`).join(', '));
  },
  unindexed: (column) => raw(column === 'run_time' ? `("run_time" + interval '0')` : `("${column}" || '')`),
};

function within({ equal, time }: Branch, { from, to, before }: Bounds): Sql {
  const column = raw(`"${time}"`);
  const conditions = equal.map(([name, value], index) =>
    index === 0 ? sql`${raw(`"${name}"`)} = ANY(${[value]}::text[])` : sql`${raw(`"${name}"`)} = ${value}`,
  );
  if (from !== undefined) conditions.push(sql`${column} >= ${instant(from)}`);
  if (to !== undefined) conditions.push(sql`${column} < ${instant(to)}`);
  if (before !== undefined) conditions.push(sql`(${column}, "id") < (${instant(before.at)}, ${before.id})`);
  // Rows without an occurrence are at the end of this index and must not be scanned first.
  if (time === 'occurrence_at' && to === undefined && before === undefined)
    conditions.push(sql`${column} <= ${instant(FARTHEST_MS)}`);
  return conditions.length === 0 ? sql`true` : join(conditions, ' AND ');
}
