import { join, raw, sql, type Sql } from '../sql/sql.ts';
import type { Bounds, Branch } from './execution-plan.ts';

/** Where the databases' SQL differs in what is asked of the executions. Columns are plain names. */
export interface ExecutionDialect {
  /** An instant (epoch milliseconds) as an expression. What is beyond the database's calendar is at its end. */
  instant(epochMs: number): Sql;
  /** A column of instants, as `readInstant` takes it. */
  sentInstant(column: string): Sql;
  /** Epoch milliseconds; NaN for what is no instant. */
  readInstant(value: unknown): number;
  /** Whether the text is in the column, literally and whatever the case of its letters. */
  contains(column: string, search: string): Sql;
  /** The table, to be read by the branch's index. */
  from(branch: Branch): Sql;
  /** Whether a row is in the branch and the bounds. */
  within(branch: Branch, bounds: Bounds): Sql;
  /** The order in which the branch's index has its rows; the last terms are the time and, where `hasId`, the id. */
  order(branch: Branch, direction: 'ASC' | 'DESC', hasId: boolean): Sql;
  /** A column in a condition that shall not choose the index. */
  unindexed(column: string): Sql;
}

export const EXECUTION_TABLE = raw('"zenpulse_job_execution_log"');

/** `within` in plain conditions, for databases that take the index that they are told. */
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

/** `order` by the time and the id, for the same databases. */
export function orderByTime(branch: Branch, direction: 'ASC' | 'DESC', hasId: boolean): Sql {
  return raw(`"${branch.time}" ${direction}${hasId ? `, "id" ${direction}` : ''}`);
}
