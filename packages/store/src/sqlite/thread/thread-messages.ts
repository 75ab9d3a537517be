import type { SqliteValue } from '../sqlite-database.ts';
import type { Statement } from './libsql-connection.ts';

/** The data that the thread starts with. */
export interface ThreadData {
  readonly file: string;
  /** False: a missing file is an error. */
  readonly mayCreate: boolean;
  /** The files that an earlier thread had open; null if there was none. */
  readonly known: KnownFiles | null;
  /** How long a transaction may stay open. */
  readonly transactionMs: number;
}

/** The identity of a connection's files: device and inode. */
export interface KnownFiles {
  readonly file: string | null;
  readonly log: string | null;
}

/** One caller's turn. */
export type Work =
  /** `isWrite`: in a transaction that takes the write lock first. */
  | { readonly kind: 'run'; readonly statements: readonly Statement[]; readonly isWrite: boolean }
  /** One statement for each row of values, in one transaction. Rows sent before are included. */
  | { readonly kind: 'each'; readonly sql: string; readonly rows: readonly (readonly SqliteValue[])[] }
  /** Several statements as one text; an open transaction is rolled back afterwards. */
  | { readonly kind: 'script'; readonly sql: string }
  /** Opens a transaction, whose id is that of this turn. */
  | { readonly kind: 'begin' }
  | { readonly kind: 'commit' }
  | { readonly kind: 'rollback' };

export type ToThread =
  | {
      readonly kind: 'work';
      readonly id: number;
      readonly work: Work;
      readonly patienceMs: number;
      /** The transaction that it belongs to. */
      readonly transaction: number | null;
    }
  /** The first rows of an `each` that follows. */
  | { readonly kind: 'rows'; readonly id: number; readonly rows: readonly (readonly SqliteValue[])[] }
  /** Requests the next part of an answer. */
  | { readonly kind: 'more'; readonly id: number }
  | { readonly kind: 'close' };

export type FromThread =
  /** The next part is sent after `more`. */
  | { readonly kind: 'parts'; readonly id: number; readonly parts: readonly AnswerPart[] }
  /** The end of an answer. `ran`: all statements that were run, with repetitions. */
  | {
      readonly kind: 'done';
      readonly id: number;
      readonly parts: readonly AnswerPart[];
      readonly ran: readonly string[];
    }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly error: PlainError;
      readonly ran: readonly string[];
    }
  | { readonly kind: 'closed' };

/** An error as plain data. */
export interface PlainError {
  readonly message: string;
  readonly code: string;
  /** SQLite's extended result code. */
  readonly rawCode?: number;
}

/** Our own codes, beside the driver's. */
export const FILE_REPLACED = 'ZENPULSE_FILE_REPLACED';
export const FILE_MISSING = 'ZENPULSE_FILE_MISSING';
export const TRANSACTION_ENDED = 'ZENPULSE_TRANSACTION_ENDED';

/** Answers are sent in parts of limited size. */
export type AnswerPart =
  /** Begins the answer of the next statement. */
  | {
      readonly kind: 'head';
      readonly columns: readonly string[];
      readonly types: readonly (string | null)[];
      readonly changes: number;
    }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly Cell[])[] }
  /** A piece of a long value; sent before the row that it belongs to. */
  | { readonly kind: 'piece'; readonly piece: string | Uint8Array };

export type Cell = SqliteValue | { readonly pieces: number };
