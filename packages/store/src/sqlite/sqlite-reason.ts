import type { StoreErrorReason } from '@zenpulse/core/ports';
import { storeProblem } from '../sql/store-problem.ts';

/** Reasons by SQLite's primary result code. */
const BY_CODE: ReadonlyMap<number, StoreErrorReason> = new Map([
  [3, 'missing-rights'],
  [5, 'busy'],
  [6, 'busy'],
  [8, 'read-only'],
  [10, 'io-error'],
  [11, 'corrupt'],
  [13, 'disk-full'],
  [14, 'cannot-open'],
  [15, 'busy'],
  [26, 'not-a-database'],
]);

/** The sentences that differ from those for servers. */
const SENTENCES: Partial<Readonly<Record<StoreErrorReason, string>>> = {
  busy: 'the database does not answer: another process keeps its file locked; end it, or wait for its end',
  'read-only':
    'the database file is read-only: give this user the right to write it and its folder, or mount its disk for writing',
  'missing-rights': 'the database file may not be used: give this user the right to read and write it',
  'io-error': 'the database file cannot be read or written: look at its disk',
};

/** The data about a SQLite error; plain data, since it may come from another thread. */
export interface SqliteSymptoms {
  /** The result code, extended or primary; NaN if there is none. */
  readonly code: number;
  readonly message: string;
}

/** Why SQLite is not usable; null for an error of the statement. */
export function sqliteReason({ code, message }: SqliteSymptoms): StoreErrorReason | null {
  if (message.startsWith('no such table: ')) return 'missing-tables';
  return BY_CODE.get(code & 0xff) ?? null;
}

/** The `StoreError` for a file that is not usable; null for an error of the statement. */
export function sqliteProblem(symptoms: SqliteSymptoms, cause: unknown) {
  const reason = sqliteReason(symptoms);
  return reason === null ? null : storeProblem(reason, symptoms.message, cause, SENTENCES[reason]);
}
