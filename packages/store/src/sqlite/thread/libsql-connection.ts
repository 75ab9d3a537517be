import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import type { SqliteValue } from '../sqlite-database.ts';
import { primaryCodeOf, SQLITE_BUSY } from './sqlite-code.ts';

/**
 * The driver blocks the thread while it waits, so its own wait is short; longer waits are pauses in which other turns
 * run.
 */
const WAIT_IN_DRIVER_MS = 50;

export interface Statement {
  readonly sql: string;
  readonly args: readonly SqliteValue[];
}

export interface Answer {
  readonly columns: readonly string[];
  /** Each column's declared type; null for an expression. */
  readonly types: readonly (string | null)[];
  readonly rows: readonly (readonly unknown[])[];
  /** How many rows were written; 0 if the statement returns rows. */
  readonly changes: number;
}

/**
 * A connection of the driver. Every write is a transaction that takes the write lock first, so that SQLITE_BUSY occurs
 * only there. Any other statement that fails with SQLITE_BUSY is left open by the driver, and the next read then pins
 * its snapshot for good: all later reads are old, all writes fail. Such a connection is tainted.
 */
export class LibsqlConnection {
  readonly #file: string;
  readonly #mayCreate: boolean;
  #opened: Database.Database | null = null;
  /** The last batch's statement: batches repeat the same text, and preparing it takes as long as thirty rows. */
  #prepared: { readonly sql: string; readonly statement: Database.Statement } | null = null;
  #isTainted = false;

  constructor(file: string, mayCreate: boolean) {
    this.#file = file;
    this.#mayCreate = mayCreate;
  }

  /** True if the connection has to be closed. */
  get isTainted(): boolean {
    return this.#isTainted;
  }

  get inTransaction(): boolean {
    return this.#opened?.inTransaction === true;
  }

  /** Runs outside of a transaction, or within the open one. */
  run({ sql, args }: Statement): Answer {
    return this.#noticing(() => {
      const statement = this.#database.prepare(sql);
      const values = args.map(bound);
      if (!statement.reader) {
        return { columns: [], types: [], rows: [], changes: statement.run(values).changes };
      }
      const columns = statement.columns();
      return {
        columns: columns.map(({ name }) => name),
        types: columns.map(({ type }) => type),
        rows: statement.raw().all(values) as unknown[][],
        changes: 0,
      };
    });
  }

  /** Runs a text of several statements. */
  script(sql: string): void {
    this.#noticing(() => this.#database.exec(sql));
  }

  /** Runs the statement once for each row of values. */
  runEach(sql: string, rows: readonly (readonly SqliteValue[])[]): void {
    this.#noticing(() => {
      const statement = this.#prepared?.sql === sql ? this.#prepared.statement : this.#database.prepare(sql);
      this.#prepared = null; // if finalising fails, preparing it again reports the error
      for (const row of rows) statement.get(row.map(bound)); // like `run`, without counting changes
      this.#prepared = { sql, statement };
    });
  }

  /** Takes the write lock; if that is busy, the connection stays usable. */
  begin(): void {
    this.#database.exec('BEGIN IMMEDIATE');
  }

  /** Runs `work` in a transaction. */
  write<T>(work: () => T): T {
    this.begin();
    try {
      const result = work();
      this.script('COMMIT');
      return result;
    } catch (error) {
      this.rollBack();
      throw error;
    }
  }

  rollBack(): void {
    if (this.inTransaction) this.script('ROLLBACK');
  }

  /** Drops the cached pages, outside of a transaction: the next statement reads them from the file. */
  dropPages(): void {
    this.#opened?.exec('PRAGMA shrink_memory');
  }

  /** The next statement opens it again. A closed connection can keep its locks until its memory is collected. */
  close(): void {
    this.#opened?.close();
    this.#opened = null;
    this.#prepared = null;
    this.#isTainted = false;
  }

  get #database(): Database.Database {
    const url = `${pathToFileURL(this.#file).href}?mode=${this.#mayCreate ? 'rwc' : 'rw'}`;
    this.#opened ??= new Database(url, { timeout: WAIT_IN_DRIVER_MS });
    return this.#opened;
  }

  #noticing<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.#isTainted ||= primaryCodeOf(error) === SQLITE_BUSY;
      throw error;
    }
  }
}

/** Booleans become numbers: the driver aborts the process on a boolean. */
function bound(value: SqliteValue): unknown {
  return typeof value === 'boolean' ? Number(value) : value;
}
