import { StoreError } from '@zenpulse/core/ports';
import { DatabaseError } from '../server/database-error.ts';
import { guardWith } from '../server/guard.ts';

/** What the adapter calls the ways in which there is no server to talk to. */
const AWAY_KINDS = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TlsConnectionError',
  'TooManyConnections',
]);

/**
 * The server's own classes: connection, refused at the door, no such database, lost to another writer, out of
 * resources, not in the state for it, told to stop, the system's fault. And its one code for "I only read".
 */
const AWAY_STATES = /^(?:(?:08|28|3D|40|53|55|57|58)...|25006)$/;

/** What the driver says when there was no server to say it; it has no codes for that. */
const AWAY_MESSAGES =
  /^(?:Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed)/;

/** Node's own: ECONNREFUSED, EPIPE, ERR_SSL_… */
const SYSTEM_CODE = /^E[A-Z_]+$/;

/** Class 22: a value that the database cannot hold; 23: one that the table refuses. */
const REFUSED_STATES = /^2[23]...$/;

const UNIQUE_VIOLATION = '23505';
const UNDEFINED_TABLE = '42P01';

/** What is known of an error, by whichever way it came: through the adapter or from the driver alone. */
interface Symptoms {
  readonly kind: string;
  /** The server's five characters, or Node's word; '' for none. */
  readonly code: string;
  readonly message: string;
}

export function isUniqueViolation(error: unknown): boolean {
  return symptoms(error).code === UNIQUE_VIOLATION;
}

/** Whether a table (or its schema) is not there. */
export function isUndefinedTable(error: unknown): boolean {
  return symptoms(error).code === UNDEFINED_TABLE;
}

/** Whether the database took offence at a value of this statement: another one may pass. */
export function isRefusedValue(error: unknown): boolean {
  return REFUSED_STATES.test(symptoms(error).code);
}

export const guarded = guardWith(toStoreError);

/** The error itself, unless it means that the database is away. */
export function toStoreError(error: unknown): unknown {
  if (error instanceof StoreError) return error;
  const { kind, code, message } = symptoms(error);
  const isAway =
    AWAY_KINDS.has(kind) || AWAY_STATES.test(code) || SYSTEM_CODE.test(code) || AWAY_MESSAGES.test(message);
  if (!isAway) return error;
  return new StoreError('store_unavailable', `the database does not answer (${message})`, { cause: error });
}

function symptoms(error: unknown): Symptoms {
  if (error instanceof DatabaseError) return error;
  const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown };
  return { kind: '', code: text(code), message: text(message) };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
