import type { Execution, OccurrenceRecord } from '@zenpulse/core/domain';
import type { ExecutionStore, Logger } from '@zenpulse/core/ports';
import { cleanJson } from './clean-text.ts';
import type { PostgresClient } from './open-postgres.ts';
import { guarded, isRefusedValue } from './postgres-errors.ts';
import { afterExecution, executionConditions } from './postgres-execution-query.ts';
import {
  APPEND,
  executionFields,
  mayReplace,
  occurrenceFields,
  runIdentity,
  toRow,
} from './postgres-execution-row.ts';
import { instant } from './postgres-instant.ts';

/** Rows deleted in one statement: small steps keep locks and the write-ahead log short. */
const DELETE_STEP = 500;

export function createPostgresExecutionStore(client: PostgresClient, logger: Logger): ExecutionStore {
  /** One row that the table refuses must not hold up the others: the batch is halved until it stands alone. */
  const append = async (batch: readonly Execution[]): Promise<void> => {
    try {
      await client.$executeRawUnsafe(APPEND, cleanJson(batch.map(toRow)));
    } catch (error) {
      if (!isRefusedValue(error)) throw error;
      const [first] = batch;
      if (batch.length === 1) {
        logger.error(
          { err: error, execution: first },
          'An execution is not recorded: the database refuses it',
        );
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await append(batch.slice(0, half));
      await append(batch.slice(half));
    }
  };

  return {
    append: (executions) => guarded(() => append(withoutRepeats(executions))),
    list: (filter, { after, limit }) =>
      guarded(async () => {
        const rows = await client.$queryRaw<Execution[]>`
          SELECT ${executionFields} FROM "zenpulse_job_execution_log"
          WHERE ${executionConditions(filter)} AND ${afterExecution(after)}
          ORDER BY "run_time" DESC, "id" DESC LIMIT ${limit + 1}`;
        const items = rows.slice(0, limit);
        const last = rows.length > limit ? items.at(-1) : undefined;
        return { items, next: last === undefined ? null : { runTime: last.runTime, id: last.id } };
      }),
    get: (id) =>
      guarded(async () => {
        const rows = await client.$queryRaw<Execution[]>`
          SELECT ${executionFields} FROM "zenpulse_job_execution_log" WHERE "id" = ${id}`;
        return rows[0] ?? null;
      }),
    occurrences: (scheduleId, from, limit) =>
      guarded(
        () => client.$queryRaw<OccurrenceRecord[]>`
          SELECT ${occurrenceFields} FROM "zenpulse_job_execution_log"
          WHERE "schedule_id" = ${scheduleId} AND "occurrence_at" >= ${instant(from)}
          ORDER BY "occurrence_at", "attempt" LIMIT ${limit}`,
      ),
    count: (filter, atMost) =>
      guarded(async () => {
        const rows = await client.$queryRaw<{ count: number }[]>`
          SELECT COUNT(*)::float8 AS "count" FROM (
            SELECT 1 FROM "zenpulse_job_execution_log"
            WHERE ${executionConditions(filter)} LIMIT ${atMost ?? null}::bigint) AS "counted"`;
        return rows[0]?.count ?? 0;
      }),
    deleteWhere: (filter) =>
      guarded(async () => {
        const where = executionConditions(filter);
        for (let deleted = 0; ;) {
          const count = await client.$executeRaw`
            DELETE FROM "zenpulse_job_execution_log" WHERE "id" IN (
              SELECT "id" FROM "zenpulse_job_execution_log" WHERE ${where} LIMIT ${DELETE_STEP})`;
          deleted += count;
          if (count < DELETE_STEP) return deleted;
        }
      }),
  };
}

/** The table's rules within the batch: PostgreSQL refuses to touch a row twice in one statement. */
function withoutRepeats(executions: readonly Execution[]): Execution[] {
  const kept = new Map<string, Execution>();
  for (const execution of executions) {
    const identity = runIdentity(execution);
    const known = kept.get(identity);
    if (known === undefined || mayReplace(known, execution)) kept.set(identity, execution);
  }
  return [...kept.values()];
}
