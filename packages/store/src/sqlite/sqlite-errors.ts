import { StoreError } from '@zenpulse/core/ports';
import { primaryCodeOf, SQLITE_BUSY, SQLITE_CANNOT_OPEN } from './thread/sqlite-code.ts';

/** Prisma's codes for "cannot be reached" and "busy for too long". */
const UNAVAILABLE = new Set(['P1001', 'P1003', 'P1008', 'P1017', 'P2024', 'P2034']);
/** SQLite's own, which a raw statement brings along: busy, locked, I/O error, disk full, cannot open. */
const SQLITE_UNAVAILABLE = new Set([SQLITE_BUSY, 6, 10, 13, SQLITE_CANNOT_OPEN]);
const CONSTRAINT_UNIQUE = 2067;
const CONSTRAINT_PRIMARY_KEY = 1555;

export function isUniqueViolation(error: unknown): boolean {
  if (isClientError(error)) return error.code === 'P2002';
  const { rawCode } = error as DriverError;
  return rawCode === CONSTRAINT_UNIQUE || rawCode === CONSTRAINT_PRIMARY_KEY;
}

/** Runs a store's operation; what means "the database is away" leaves it as `store_unavailable`. */
export async function guarded<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (!isAway(error)) throw error;
    throw new StoreError('store_unavailable', 'the database does not answer', { cause: error });
  }
}

function isAway(error: unknown): boolean {
  if (nameOf(error) === 'PrismaClientInitializationError') return true;
  if (!isClientError(error)) return SQLITE_UNAVAILABLE.has(primaryCodeOf(error));
  return UNAVAILABLE.has(error.code) || SQLITE_UNAVAILABLE.has(sqliteCode(error));
}

interface DriverError {
  readonly rawCode?: number;
}

/** What the typed client throws of an error of the database. */
interface ClientError {
  readonly code: string;
  readonly meta?: { readonly driverAdapterError?: { readonly cause?: { readonly originalCode?: string } } };
}

/** By its name: importing its class means importing the client. */
function isClientError(error: unknown): error is ClientError {
  return nameOf(error) === 'PrismaClientKnownRequestError';
}

function nameOf(error: unknown): string | null {
  return error instanceof Error ? error.name : null;
}

/** The primary result code; NaN when the error does not come from SQLite. */
function sqliteCode({ meta }: ClientError): number {
  return Number(meta?.driverAdapterError?.cause?.originalCode ?? Number.NaN);
}
