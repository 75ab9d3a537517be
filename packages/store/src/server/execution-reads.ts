import { join, raw, sql, type Sql } from '@prisma/client-runtime-utils';
import type { Execution, OccurrenceRecord } from '@zenpulse/core/domain';
import { afterExecution, executionConditions } from './execution-query.ts';
import {
  EXECUTION_COLUMNS,
  EXECUTION_FIELDS,
  fromStored,
  isExecutionInstant,
  OCCURRENCE_FIELDS,
  type Stored,
} from './execution-rows.ts';
import type { ExecutionStatements } from './execution-store.ts';
import type { RawClient } from './raw-client.ts';
import type { SqlDialect } from './sql-dialect.ts';

/** What a store of executions reads. Only ZenPulse writes this table. */
export function executionReads(
  client: RawClient,
  dialect: SqlDialect,
): Omit<ExecutionStatements, 'append' | 'deleteSome'> {
  const executionFields = fieldsNamed(dialect, EXECUTION_FIELDS);
  const occurrenceFields = fieldsNamed(dialect, OCCURRENCE_FIELDS);
  return {
    list: async (filter, after, limit) => {
      const rows = await client.$queryRaw<Stored<Execution>[]>(sql`
        SELECT ${executionFields} FROM "zenpulse_job_execution_log"
        WHERE ${executionConditions(dialect, filter)} AND ${afterExecution(dialect, after)}
        ORDER BY "run_time" DESC, "id" DESC LIMIT ${limit}`);
      return rows.map(fromStored<Execution>);
    },
    get: async (id) => {
      const rows = await client.$queryRaw<Stored<Execution>[]>(sql`
        SELECT ${executionFields} FROM "zenpulse_job_execution_log" WHERE "id" = ${id}`);
      return rows.map(fromStored<Execution>)[0];
    },
    occurrences: async (scheduleId, from, limit) => {
      const rows = await client.$queryRaw<Stored<OccurrenceRecord>[]>(sql`
        SELECT ${occurrenceFields} FROM "zenpulse_job_execution_log"
        WHERE "schedule_id" = ${scheduleId} AND "occurrence_at" >= ${dialect.instant(from)}
        ORDER BY "occurrence_at", "attempt" LIMIT ${limit}`);
      return rows.map(fromStored<OccurrenceRecord>);
    },
    count: async (filter, atMost) => {
      const limit = atMost === undefined ? sql`` : sql`LIMIT ${atMost}`;
      const rows = await client.$queryRaw<{ count: number }[]>(sql`
        SELECT ${dialect.asNumber(raw('COUNT(*)'))} AS "count" FROM (
          SELECT 1 FROM "zenpulse_job_execution_log"
          WHERE ${executionConditions(dialect, filter)} ${limit}) AS "counted"`);
      return rows[0]?.count ?? 0;
    },
  };
}

/** What a row is read by: each column under its field's name. */
function fieldsNamed(dialect: SqlDialect, names: readonly (keyof Execution)[]): Sql {
  const fields = names.map((name) => {
    const value = raw(`"${EXECUTION_COLUMNS[name]}"`);
    return sql`${isExecutionInstant(name) ? dialect.epochMs(value) : value} AS ${raw(`"${name}"`)}`;
  });
  return join(fields);
}
