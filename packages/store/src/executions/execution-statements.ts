import { join, raw, sql, type Sql } from '../sql/sql.ts';
import { EXECUTION_TABLE, type ExecutionDialect } from './execution-dialect.ts';
import type { Bounds, Branch, Residual } from './execution-plan.ts';

const SEARCHED = ['job_key', 'exception_type', 'exception_message'];

/** Statements about rows of branches within bounds. Each reads no more rows than the bounds contain. */
export function executionStatements(dialect: ExecutionDialect) {
  /** The residual conditions on a row. */
  const asked = (residual: Residual | null): Sql => {
    const { jobKey, status, from, to, search } = residual ?? {};
    const conditions: Sql[] = [];
    const column = (name: string) => dialect.unindexed(name);
    if (jobKey !== undefined) conditions.push(sql`${column('job_key')} = ${jobKey}`);
    if (status !== undefined) conditions.push(sql`${column('status')} IN (${join([...status])})`);
    if (from !== undefined) conditions.push(sql`${column('run_time')} >= ${dialect.instant(from)}`);
    if (to !== undefined) conditions.push(sql`${column('run_time')} < ${dialect.instant(to)}`);
    if (search !== undefined) {
      conditions.push(
        sql`(${join(
          SEARCHED.map((name) => dialect.contains(name, search)),
          ' OR ',
        )})`,
      );
    }
    return conditions.length === 0 ? sql`` : sql`AND ${join(conditions, ' AND ')}`;
  };

  const where = (branch: Branch, bounds: Bounds, residual: Residual | null) =>
    sql`FROM ${dialect.from(branch)} WHERE ${dialect.within(branch, bounds)} ${asked(residual)}`;

  /** One limited SELECT per branch; the outer SELECT allows each an order and a limit of its own. */
  const together = (selections: readonly Sql[]): Sql =>
    join(
      selections.map((selection, index) => sql`SELECT * FROM (${selection}) AS ${raw(`"b${index}"`)}`),
      ' UNION ALL ',
    );

  const newestOf = (branch: Branch, bounds: Bounds, residual: Residual | null, limit: number): Sql => sql`
    SELECT "id" AS "key_id", ${raw(`"${branch.time}"`)} AS "key_at" ${where(branch, bounds, residual)}
     ORDER BY ${dialect.order(branch, 'DESC', true)} LIMIT ${limit}`;

  return {
    /** The newest rows of all branches together, at most `limit`, newest first. `fields`: what is read of each. */
    newest: (
      branches: readonly Branch[],
      bounds: Bounds,
      residual: Residual | null,
      limit: number,
      fields: Sql,
    ): Sql => sql`
      SELECT ${fields} FROM (
        ${together(branches.map((branch) => newestOf(branch, bounds, residual, limit)))}
        ORDER BY "key_at" DESC, "key_id" DESC LIMIT ${limit}) AS "key"
      JOIN ${EXECUTION_TABLE} ON "id" = "key_id"
      ORDER BY "key_at" DESC, "key_id" DESC`,

    /**
     * For each branch, the time of the row at position `rows` within the bounds; no result for a branch with fewer
     * rows.
     */
    boundaries: (branches: readonly Branch[], bounds: Bounds, rows: number, direction: 'ASC' | 'DESC'): Sql =>
      together(
        branches.map(
          (branch) => sql`
            SELECT ${dialect.sentInstant(branch.time)} AS "at" FROM ${dialect.from(branch)}
             WHERE ${dialect.within(branch, bounds)}
             ORDER BY ${dialect.order(branch, direction, false)} LIMIT 1 OFFSET ${rows - 1}`,
        ),
      ),

    /** The number of rows, counted up to `atMost` per branch. */
    count: (
      branches: readonly Branch[],
      bounds: Bounds,
      residual: Residual | null,
      atMost: number,
    ): Sql => sql`
      SELECT COUNT(*) AS "count" FROM (${together(
        branches.map((branch) => sql`SELECT 1 AS "one" ${where(branch, bounds, residual)} LIMIT ${atMost}`),
      )}) AS "counted"`,

    /** The ids of at most `limit` rows in the bounds. */
    some: (branch: Branch, bounds: Bounds, residual: Residual | null, limit: number): Sql =>
      sql`SELECT "id" ${where(branch, bounds, residual)} LIMIT ${limit}`,

    remove: (ids: readonly string[]): Sql =>
      sql`DELETE FROM ${EXECUTION_TABLE} WHERE "id" IN (${join([...ids])})`,
  };
}
