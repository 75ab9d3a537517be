import type { Sql } from '../sql/sql.ts';

/** The values that SQLite accepts and returns. */
export type SqliteValue = string | number | bigint | boolean | null | Uint8Array;

/**
 * One SQLite file, as the stores use it. Each call is one turn of the thread; errors are of a kind that `guarded` maps.
 */
export interface SqliteDatabase {
  /** Runs a statement that reads, or writes with RETURNING, and returns its rows. */
  query<Row>(statement: Sql): Promise<Row[]>;
  /** Runs a statement that writes and returns the number of rows written. */
  execute(statement: Sql): Promise<number>;
  /** Runs the statement once for each row of values, all in one transaction. */
  executeEach(text: string, rows: readonly (readonly SqliteValue[])[]): Promise<void>;
  /** Runs the statements in order in one transaction that takes the write lock first; all or none. */
  transact(statements: readonly Sql[]): Promise<SqliteResult[]>;
  /**
   * Runs `work` in one transaction over several turns, which all other callers wait for. It is rolled back if `work`
   * rejects or takes longer than 5 s; only `work` may use the database that it gets.
   */
  transaction<T>(work: (database: SqliteDatabase) => Promise<T>): Promise<T>;
  /** Runs a text of several statements. */
  script(text: string): Promise<void>;
}

export interface SqliteResult {
  /** The rows of a statement that reads, or writes with RETURNING. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** How many rows it wrote; 0 if it returned rows. */
  readonly changes: number;
}
