import type { Sql } from '../sql/sql.ts';
import type { ExecutionDialect } from './execution-dialect.ts';
import { summaryFields, type ExecutionRow } from './execution-fields.ts';
import type { Bounds, ExecutionPlan } from './execution-plan.ts';
import { executionStatements } from './execution-statements.ts';

/** The database operations that the reads use. */
export interface ExecutionDatabase {
  query<Row>(statement: Sql): PromiseLike<Row[]>;
  execute(statement: Sql): PromiseLike<number>;
}

/** Single statements about the rows of a plan, the steps of longer operations. */
export type ExecutionSteps = ReturnType<typeof executionSteps>;

export function executionSteps(database: ExecutionDatabase, dialect: ExecutionDialect) {
  const statements = executionStatements(dialect);
  const summary = summaryFields(dialect);
  return {
    summary,

    /** The time that limits a step to this many rows; null if all branches have fewer. */
    boundary: async (
      { branches }: Pick<ExecutionPlan, 'branches'>,
      bounds: Bounds,
      rows: number,
      direction: 'ASC' | 'DESC',
    ): Promise<number | null> => {
      const found = await database.query<{ at: unknown }>(
        statements.boundaries(branches, bounds, rows, direction),
      );
      const times = found.map(({ at }) => dialect.readInstant(at)).filter((at) => !Number.isNaN(at));
      if (times.length === 0) return null;
      return direction === 'DESC' ? Math.max(...times) : Math.min(...times);
    },

    newest: async ({ branches, residual }: ExecutionPlan, bounds: Bounds, limit: number) =>
      database.query<ExecutionRow>(statements.newest(branches, bounds, residual, limit, summary.columns)),

    count: async ({ branches, residual }: ExecutionPlan, bounds: Bounds, atMost: number): Promise<number> => {
      const statement = statements.count(branches, bounds, residual, atMost);
      const [counted] = await database.query<{ count: number | bigint }>(statement);
      return Number(counted?.count ?? 0);
    },

    /** Deletes rows in the bounds, at most `limit` per branch; resolves to the numbers found and deleted. */
    remove: async ({ branches, residual }: ExecutionPlan, bounds: Bounds, limit: number) => {
      let [found, deleted] = [0, 0];
      for (const branch of branches) {
        const rows = await database.query<{ id: string }>(statements.some(branch, bounds, residual, limit));
        found += rows.length;
        if (rows.length > 0) deleted += await database.execute(statements.remove(rows.map(({ id }) => id)));
      }
      return { found, deleted };
    },
  };
}
