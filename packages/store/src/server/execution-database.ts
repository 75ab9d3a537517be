import type { ExecutionDatabase } from '../executions/execution-steps.ts';
import type { Sql } from '../sql/sql.ts';
import type { RawClient } from './raw-client.ts';

/** Adapts a server's client to the interface that reads of executions use. */
export function executionDatabase(client: RawClient): ExecutionDatabase {
  return {
    query: <Row>(statement: Sql) => client.$queryRaw<Row[]>(statement),
    execute: (statement) => client.$executeRaw(statement),
  };
}
