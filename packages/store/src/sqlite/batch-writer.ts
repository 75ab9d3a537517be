import Database from 'libsql';
import type { Clock, Logger } from '@zenpulse/core/ports';
import { PATIENCE_MS, WAIT_IN_THREAD_MS, whileBusy } from './while-busy.ts';

export interface BatchWriterOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly patienceMs?: number;
}

/**
 * A connection of the driver itself, beside the typed client's: one prepared statement for all rows of a batch takes a
 * third less CPU than one JSON parameter, and a small part of what the client's `createMany` takes. It is opened when the first batch
 * comes, and again after one that failed (`ReconnectingLibSql` says why).
 */
export class BatchWriter {
  readonly #options: BatchWriterOptions;
  #database: Database.Database | null = null;
  /** The last one: batch after batch has the same text, and to prepare it costs as much as thirty rows. */
  #prepared: { readonly sql: string; readonly statement: Database.Statement } | null = null;

  constructor(options: BatchWriterOptions) {
    this.#options = options;
  }

  /** Runs the statement once with each row's values, all in one transaction. Throws what the driver throws. */
  async write(sql: string, rows: readonly (readonly unknown[])[]): Promise<void> {
    const { clock, logger, patienceMs = PATIENCE_MS } = this.#options;
    logger.trace({ sql, rows: rows.length }, 'SQL');
    await whileBusy(
      clock,
      patienceMs,
      () => this.#tryToWrite(sql, rows),
      () => this.close(),
    );
  }

  close(): void {
    this.#database?.close();
    this.#database = null;
    this.#prepared = null;
  }

  #tryToWrite(sql: string, rows: readonly (readonly unknown[])[]): void {
    this.#database ??= new Database(this.#options.file, { timeout: WAIT_IN_THREAD_MS });
    const database = this.#database;
    try {
      database.exec('BEGIN IMMEDIATE');
      if (this.#prepared?.sql !== sql) this.#prepared = { sql, statement: database.prepare(sql) };
      const { statement } = this.#prepared;
      for (const row of rows) statement.get(row); // as `run`, without an account of what it changed
      database.exec('COMMIT');
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK');
      this.close();
      throw error;
    }
  }
}
