import { raw, sql } from '../sql/sql.ts';
import {
  EXECUTION_TABLE,
  orderByTime,
  withinInConditions,
  type ExecutionDialect,
} from '../executions/execution-dialect.ts';
import { mysqlDialect } from './mysql-dialect.ts';
import { epochMs, instant } from './mysql-instant.ts';

/**
 * With index hints: without them, the optimizer scans from the newest row, expecting an early match, even where
 * matching rows are old.
 */
export const mysqlExecutionDialect: ExecutionDialect = {
  instant,
  sentInstant: (column) => epochMs(raw(`"${column}"`)),
  readInstant: (value) => (value === null ? Number.NaN : Number(value)),
  contains: (column, search) => mysqlDialect.contains(`"${column}"`, search),
  from: ({ index }) => sql`${EXECUTION_TABLE} FORCE INDEX (${raw(`"${index}"`)})`,
  within: (branch, bounds) => withinInConditions(instant, branch, bounds),
  order: orderByTime,
  unindexed: (column) => raw(`"${column}"`),
};
