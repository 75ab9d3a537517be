import type { ExecutionDialect } from '../executions/execution-dialect.ts';
import type { Sql } from '../sql/sql.ts';

/** The differences between the databases' SQL about figures. Columns are plain names. */
export interface FiguresDialect extends Pick<ExecutionDialect, 'instant' | 'sentInstant' | 'readInstant'> {
  isOneOf(column: string, values: readonly string[]): Sql;
  /** Deletes at most `limit` rows of the roll-up of this kind before an instant. */
  deleteRollup(kind: string, before: Sql, limit: number): Sql;
}
