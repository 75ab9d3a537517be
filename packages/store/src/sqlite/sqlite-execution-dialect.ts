import { raw, sql } from '../sql/sql.ts';
import {
  EXECUTION_TABLE,
  orderByTime,
  withinInConditions,
  type ExecutionDialect,
} from '../executions/execution-dialect.ts';
import { sqliteContains } from './sqlite-contains.ts';
import { fromSqliteInstant, toSqliteInstant } from './sqlite-instant.ts';

/** The first instant of a four-digit year: instants are compared as text. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_MS = Date.UTC(10_000, 0) - 1;

const instant: ExecutionDialect['instant'] = (epochMs) => {
  const bounded = Math.min(Math.max(epochMs, FIRST_MS), LAST_MS);
  return sql`${toSqliteInstant(Number.isNaN(bounded) ? 0 : bounded)}`;
};

/**
 * SQLite chooses the index whose leading columns all have a condition; a plus sign excludes a column from that choice.
 */
export const sqliteExecutionDialect: ExecutionDialect = {
  instant,
  sentInstant: (column) => raw(`CAST("${column}" AS TEXT)`),
  readInstant: fromSqliteInstant,
  contains: (column, search) => sqliteContains(`"${column}"`, search),
  from: () => EXECUTION_TABLE,
  within: (branch, bounds) => withinInConditions(instant, branch, bounds),
  order: orderByTime,
  unindexed: (column) => raw(`+"${column}"`),
};
