import { StoreError } from '@zenpulse/core/ports';
import { sqliteProblem, type SqliteSymptoms } from './sqlite-reason.ts';

/** Prisma's codes for "cannot be reached" and "busy for too long". */
const UNAVAILABLE = new Set(['P1001', 'P1003', 'P1008', 'P1017', 'P2024', 'P2034']);
const CONSTRAINT_UNIQUE = 2067;
const CONSTRAINT_PRIMARY_KEY = 1555;

export function isUniqueViolation(error: unknown): boolean {
  if (isClientError(error)) return error.code === 'P2002';
  const { rawCode } = error as DriverError;
  return rawCode === CONSTRAINT_UNIQUE || rawCode === CONSTRAINT_PRIMARY_KEY;
}

/** Runs a store's operation; errors that mean "the database is not usable" are thrown as `store_unavailable`. */
export async function guarded<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    throw toStoreError(error);
  }
}

/** The error itself, unless it means that the database is not usable. */
function toStoreError(error: unknown): unknown {
  if (error instanceof StoreError) return error;
  if (isClientError(error) && isStoreCode(error.code))
    return new StoreError(error.code, ownWords(error.message), { cause: error });
  const problem = sqliteProblem(symptomsOf(error), error);
  if (problem !== null) return problem;
  const isAway =
    nameOf(error) === 'PrismaClientInitializationError' ||
    (isClientError(error) && UNAVAILABLE.has(error.code));
  return isAway
    ? new StoreError('store_unavailable', 'the database does not answer', { cause: error })
    : error;
}

function symptomsOf(error: unknown): SqliteSymptoms {
  if (isClientError(error)) {
    const { originalCode, originalMessage } = error.meta?.driverAdapterError?.cause ?? {};
    return { code: Number(originalCode ?? Number.NaN), message: originalMessage ?? '' };
  }
  const { rawCode, message } = Object(error) as DriverError & { readonly message?: unknown };
  return { code: rawCode ?? Number.NaN, message: typeof message === 'string' ? message : '' };
}

interface DriverError {
  readonly rawCode?: number;
}

/** A StoreError thrown by the file comes out of the typed client as the client's own error, with the same code. */
function isStoreCode(code: string): code is 'store_unavailable' | 'schema_mismatch' {
  return code === 'store_unavailable' || code === 'schema_mismatch';
}

/** The message without the client's prefix, which names the call. */
function ownWords(message: string): string {
  return message.trim().split('\n').at(-1) ?? message;
}

/** The error that the typed client throws for a database error. */
interface ClientError {
  readonly code: string;
  readonly message: string;
  readonly meta?: { readonly driverAdapterError?: { readonly cause?: DriverCause } };
}

/** Recognised by name: importing the class would load the client. */
function isClientError(error: unknown): error is ClientError {
  return nameOf(error) === 'PrismaClientKnownRequestError';
}

function nameOf(error: unknown): string | null {
  return error instanceof Error ? error.name : null;
}

interface DriverCause {
  readonly originalCode?: string;
  readonly originalMessage?: string;
}
