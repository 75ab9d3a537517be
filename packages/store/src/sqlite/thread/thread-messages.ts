import type { SqliteValue } from '../sqlite-database.ts';
import type { Statement } from './libsql-connection.ts';

/** What the thread begins with. */
export interface ThreadData {
  readonly file: string;
  /** Else a file that is missing is an error. */
  readonly mayCreate: boolean;
  /** The files that an earlier thread had open; null when there was none. */
  readonly known: KnownFiles | null;
  /** So long a transaction may stay open. */
  readonly transactionMs: number;
}

/** Which files a connection has, by device and number. */
export interface KnownFiles {
  readonly file: string | null;
  readonly log: string | null;
}

/** One caller's turn. */
export type Work =
  /** `isWrite`: in a transaction that has the write lock from its beginning. */
  | { readonly kind: 'run'; readonly statements: readonly Statement[]; readonly isWrite: boolean }
  /** One statement with each row's values, in one transaction. Rows that came before belong to it. */
  | { readonly kind: 'each'; readonly sql: string; readonly rows: readonly (readonly SqliteValue[])[] }
  /** Several statements as one text; what it leaves open is rolled back. */
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
      /** The transaction it is a part of. */
      readonly transaction: number | null;
    }
  /** The first rows of an `each` that follows. */
  | { readonly kind: 'rows'; readonly id: number; readonly rows: readonly (readonly SqliteValue[])[] }
  /** The next part of an answer may come. */
  | { readonly kind: 'more'; readonly id: number }
  | { readonly kind: 'close' };

export type FromThread =
  /** The next one waits for `more`. */
  | { readonly kind: 'parts'; readonly id: number; readonly parts: readonly AnswerPart[] }
  /** The end of an answer. `ran`: the statements that were run, as often as they were. */
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

/** An error without its class. */
export interface PlainError {
  readonly message: string;
  readonly code: string;
  /** SQLite's extended result code. */
  readonly rawCode?: number;
}

/** Codes of ours beside the driver's. */
export const FILE_REPLACED = 'ZENPULSE_FILE_REPLACED';
export const FILE_MISSING = 'ZENPULSE_FILE_MISSING';
export const TRANSACTION_ENDED = 'ZENPULSE_TRANSACTION_ENDED';

/** Answers travel in parts of bounded size. */
export type AnswerPart =
  /** The answer of the next statement begins. */
  | {
      readonly kind: 'head';
      readonly columns: readonly string[];
      readonly types: readonly (string | null)[];
      readonly changes: number;
    }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly Cell[])[] }
  /** A piece of a long value, before the row that it belongs to. */
  | { readonly kind: 'piece'; readonly piece: string | Uint8Array };

export type Cell = SqliteValue | { readonly pieces: number };
