import {
  EXECUTIONS_COUNTED,
  type Clock,
  type ExecutionFilter,
  type ExecutionPageQuery,
} from '@zenpulse/core/ports';
import { sql } from '../sql/sql.ts';
import { countExecutions } from './count-executions.ts';
import { deleteExecutions } from './delete-executions.ts';
import { EXECUTION_TABLE, type ExecutionDialect } from './execution-dialect.ts';
import { executionFields, occurrenceFields, type ExecutionRow } from './execution-fields.ts';
import { executionPlan } from './execution-plan.ts';
import { executionSteps, type ExecutionDatabase } from './execution-steps.ts';
import { listExecutions } from './list-executions.ts';

export interface ExecutionReadDeps {
  readonly database: ExecutionDatabase;
  readonly dialect: ExecutionDialect;
  readonly clock: Clock;
}

/** The reads of every execution store, in statements of limited size. */
export function executionReads({ database, dialect, clock }: ExecutionReadDeps) {
  const steps = executionSteps(database, dialect);
  const execution = executionFields(dialect);
  const occurrence = occurrenceFields(dialect);
  return {
    list: (filter: ExecutionFilter, query: ExecutionPageQuery) =>
      listExecutions(steps, clock, executionPlan(filter), query),
    get: async (id: string) => {
      const [row] = await database.query<ExecutionRow>(
        sql`SELECT ${execution.columns} FROM ${EXECUTION_TABLE} WHERE "id" = ${id}`,
      );
      return row === undefined ? null : execution.read(row);
    },
    occurrences: async (scheduleId: string, from: number, limit: number) => {
      const rows = await database.query<ExecutionRow>(sql`
        SELECT ${occurrence.columns} FROM ${EXECUTION_TABLE}
         WHERE "schedule_id" = ${scheduleId} AND "occurrence_at" >= ${dialect.instant(from)}
         ORDER BY "occurrence_at", "attempt" LIMIT ${limit}`);
      return rows.map(occurrence.read);
    },
    count: (filter: ExecutionFilter, atMost = EXECUTIONS_COUNTED) =>
      countExecutions(steps, clock, executionPlan(filter), atMost),
    deleteWhere: (filter: ExecutionFilter, signal: AbortSignal | undefined) =>
      deleteExecutions(steps, clock, executionPlan(filter), signal),
  };
}
