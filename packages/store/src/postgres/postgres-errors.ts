import { StoreError, type StoreErrorReason } from '@zenpulse/core/ports';
import { DatabaseError } from '../server/database-error.ts';
import { guardWith } from '../server/guard.ts';
import { errorText, networkReason } from '../server/network-reason.ts';
import { storeProblem } from '../sql/store-problem.ts';

/** Prisma's adapter's names of errors without a server code. */
const BY_KIND: Readonly<Record<string, StoreErrorReason>> = {
  DatabaseNotReachable: 'unreachable',
  ConnectionClosed: 'unreachable',
  SocketTimeout: 'timeout',
  TlsConnectionError: 'tls',
};

/** By the server's SQLSTATE; the first match counts. */
const BY_STATE: readonly (readonly [state: RegExp, reason: StoreErrorReason])[] = [
  [/^28P01$/, 'wrong-password'],
  [/^28...$/, 'no-access'],
  [/^3D000$/, 'no-such-database'],
  [/^42501$/, 'missing-rights'],
  [/^(?:42P01|3F000)$/, 'missing-tables'],
  [/^25006$/, 'read-only'],
  [/^53100$/, 'disk-full'],
  [/^53300$/, 'too-many-clients'],
  [/^53...$/, 'out-of-resources'],
  [/^57014$/, 'timeout'],
  [/^57P0[123]$/, 'restarting'],
  [/^(?:40|55)...$/, 'busy'],
  [/^58...$/, 'io-error'],
  [/^XX00[12]$/, 'corrupt'],
  [/^(?:08|57)...$/, 'unreachable'],
];

/** By message, where one SQLSTATE has several causes. */
const BY_MESSAGE: readonly (readonly [message: RegExp, reason: StoreErrorReason])[] = [
  [/^role ".*" does not exist$/, 'no-such-user'],
  [/pg_hba\.conf entry.*(?:no encryption|SSL off)/, 'tls'],
  [/^The server does not support SSL connections|establishing an SSL connection|certificate/, 'tls'],
  [/remaining connection slots|too many (?:clients|connections)|max_client_conn/, 'too-many-clients'],
  [/No space left on device/, 'disk-full'],
  [/^(?:timeout exceeded when trying to connect|timeout expired|Query read timeout)/, 'timeout'],
  [/^(?:Connection terminated|Client has encountered a connection error|Client was closed)/, 'unreachable'],
];

/** Class 22: a value that the database cannot store; 23: one that a constraint rejects. */
const REFUSED_STATES = /^2[23]...$/;

const DEADLOCK = '40P01';
const UNIQUE_VIOLATION = '23505';
const UNDEFINED_TABLE = '42P01';
const AMBIGUOUS_STATE = /^(?:28000|08P01|08006|53...|58...|)$/;

/** The data about an error, from Prisma's adapter or from the driver. */
export interface PostgresSymptoms {
  readonly kind: string;
  /** The SQLSTATE, or Node's error code; '' if there is none. */
  readonly code: string;
  readonly message: string;
}

export function isUniqueViolation(error: unknown): boolean {
  return symptoms(error).code === UNIQUE_VIOLATION;
}

/** True if the server ended the transaction because others waited for it and it for them. */
export function isDeadlock(error: unknown): boolean {
  return symptoms(error).code === DEADLOCK;
}

/** True if a table (or its schema) does not exist. */
export function isUndefinedTable(error: unknown): boolean {
  return symptoms(error).code === UNDEFINED_TABLE;
}

/** True if the database rejected a value of this statement: another value may be accepted. */
export function isRefusedValue(error: unknown): boolean {
  return REFUSED_STATES.test(symptoms(error).code);
}

export const guarded = guardWith(toStoreError);

/** The error itself, unless it means that the database is not usable. */
export function toStoreError(error: unknown): unknown {
  if (error instanceof StoreError) return error;
  const found = symptoms(error);
  const reason = postgresReason(found);
  return reason === null ? error : storeProblem(reason, found.message, error);
}

/** Why PostgreSQL is not usable; null for an error of the statement. */
export function postgresReason({ kind, code, message }: PostgresSymptoms): StoreErrorReason | null {
  if (AMBIGUOUS_STATE.test(code)) {
    const told = BY_MESSAGE.find(([words]) => words.test(message));
    if (told !== undefined) return told[1];
  }
  return BY_STATE.find(([state]) => state.test(code))?.[1] ?? BY_KIND[kind] ?? networkReason(code);
}

function symptoms(error: unknown): PostgresSymptoms {
  if (error instanceof DatabaseError) return error;
  const { code } = Object(error) as { readonly code?: unknown };
  return { kind: '', code: typeof code === 'string' ? code : '', message: errorText(error) };
}
