import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import type { SqliteValue } from '../sqlite-database.ts';
import { primaryCodeOf, SQLITE_BUSY } from './sqlite-code.ts';

/** The driver waits in the thread, so it waits shortly; the rest of the patience lets others have their turn. */
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
  /** How many rows were written; 0 of a statement that gives back rows. */
  readonly changes: number;
}

/**
 * A connection of the driver itself. Every write is a transaction that begins with the write lock, so that a busy
 * database is met there. The driver leaves any other statement that failed with SQLITE_BUSY open, and the next read then
 * pins its snapshot for good (every later read is old, every write fails): such a connection is tainted.
 */
export class LibsqlConnection {
  readonly #file: string;
  readonly #mayCreate: boolean;
  #opened: Database.Database | null = null;
  /** The last batch's: batch after batch has the same text, and to prepare it costs as much as thirty rows. */
  #prepared: { readonly sql: string; readonly statement: Database.Statement } | null = null;
  #isTainted = false;

  constructor(file: string, mayCreate: boolean) {
    this.#file = file;
    this.#mayCreate = mayCreate;
  }

  /** It has to be closed. */
  get isTainted(): boolean {
    return this.#isTainted;
  }

  get inTransaction(): boolean {
    return this.#opened?.inTransaction === true;
  }

  /** Outside of a transaction, or in the one that is open. */
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

  /** Several statements as one text. */
  script(sql: string): void {
    this.#noticing(() => this.#database.exec(sql));
  }

  /** Runs the statement once with each row's values. */
  runEach(sql: string, rows: readonly (readonly SqliteValue[])[]): void {
    this.#noticing(() => {
      const statement = this.#prepared?.sql === sql ? this.#prepared.statement : this.#database.prepare(sql);
      this.#prepared = null; // one that failed says so again when it is used again
      for (const row of rows) statement.get(row.map(bound)); // as `run`, without an account of what it changed
      this.#prepared = { sql, statement };
    });
  }

  /** The write lock; a database that is busy here leaves the connection as it was. */
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

  /** It is opened again by the next statement. */
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

/** The driver ends the process over a boolean. */
function bound(value: SqliteValue): unknown {
  return typeof value === 'boolean' ? Number(value) : value;
}
