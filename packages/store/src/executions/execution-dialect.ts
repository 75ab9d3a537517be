import { join, raw, sql, type Sql } from '../sql/sql.ts';
import type { Bounds, Branch } from './execution-plan.ts';

/** The differences between the databases' SQL about executions. Columns are plain names. */
export interface ExecutionDialect {
  /** An instant (epoch milliseconds) as an expression, limited to the database's calendar. */
  instant(epochMs: number): Sql;
  /** A column of instants in the form that `readInstant` parses. */
  sentInstant(column: string): Sql;
  /** Epoch milliseconds; NaN for an invalid instant. */
  readInstant(value: unknown): number;
  /** Matches a column that contains the text, literally and ignoring case. */
  contains(column: string, search: string): Sql;
  /** The table, read by the branch's index. */
  from(branch: Branch): Sql;
  /** The condition for rows of the branch within the bounds. */
  within(branch: Branch, bounds: Bounds): Sql;
  /** The order of the branch's index; its last terms are the time and, if `hasId`, the id. */
  order(branch: Branch, direction: 'ASC' | 'DESC', hasId: boolean): Sql;
  /** A column in a condition that must not influence the choice of index. */
  unindexed(column: string): Sql;
}

export const EXECUTION_TABLE = raw('"zenpulse_job_execution_log"');

/** `within` as plain conditions, for databases that accept an index hint. */
export function withinInConditions(
  instant: ExecutionDialect['instant'],
  branch: Branch,
  bounds: Bounds,
): Sql {
  const time = raw(`"${branch.time}"`);
  const conditions = branch.equal.map(([column, value]) => sql`${raw(`"${column}"`)} = ${value}`);
  const { from, to, before } = bounds;
  if (from !== undefined) conditions.push(sql`${time} >= ${instant(from)}`);
  if (to !== undefined) conditions.push(sql`${time} < ${instant(to)}`);
  if (before !== undefined) {
    const at = instant(before.at);
    conditions.push(sql`${time} <= ${at} AND (${time} < ${at} OR "id" < ${before.id})`);
  }
  if (branch.time === 'occurrence_at' && conditions.length === branch.equal.length) {
    conditions.push(sql`${time} IS NOT NULL`);
  }
  return conditions.length === 0 ? sql`1 = 1` : join(conditions, ' AND ');
}

/** `order` by time and id, for the same databases. */
export function orderByTime(branch: Branch, direction: 'ASC' | 'DESC', hasId: boolean): Sql {
  return raw(`"${branch.time}" ${direction}${hasId ? `, "id" ${direction}` : ''}`);
}
