import type { Sql } from '../sql/sql.ts';

/** What SQLite takes and gives back. */
export type SqliteValue = string | number | bigint | boolean | null | Uint8Array;

/** One SQLite file, as the stores use it. Each call is one turn; what fails throws an error that `guarded` knows. */
export interface SqliteDatabase {
  /** The rows of a statement that reads, or that writes with RETURNING. */
  query<Row>(statement: Sql): Promise<Row[]>;
  /** The number of rows that a statement wrote. */
  execute(statement: Sql): Promise<number>;
  /** Runs the statement once with each row's values, all in one transaction. */
  executeEach(text: string, rows: readonly (readonly SqliteValue[])[]): Promise<void>;
  /** Runs the statements one after the other, in one transaction that begins with the write lock; all or none. */
  transact(statements: readonly Sql[]): Promise<SqliteResult[]>;
  /** Runs several statements that stand in one text. */
  script(text: string): Promise<void>;
}

export interface SqliteResult {
  /** Of a statement that reads, or that writes with RETURNING. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** How many rows it wrote; 0 when it gave back rows. */
  readonly changes: number;
}
