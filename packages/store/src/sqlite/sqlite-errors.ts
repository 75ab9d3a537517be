import { StoreError } from '@zenpulse/core/ports';
import { Prisma } from './generated/client/client.ts';

/** Prisma's codes for "cannot be reached" and "busy for too long". */
const UNAVAILABLE = new Set(['P1001', 'P1003', 'P1008', 'P1017', 'P2024', 'P2034']);
export const SQLITE_BUSY = 5;
/** SQLite's own, which a raw statement brings along: busy, locked, I/O error, disk full, cannot open. */
const SQLITE_UNAVAILABLE = new Set([SQLITE_BUSY, 6, 10, 13, 14]);

/** The primary result code of an error that the driver itself threw; NaN of any other. */
export function primaryCodeOf(error: unknown): number {
  const { rawCode } = error as { rawCode?: number };
  return rawCode === undefined ? Number.NaN : rawCode & 0xff;
}

export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
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
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  if (!(error instanceof Prisma.PrismaClientKnownRequestError))
    return SQLITE_UNAVAILABLE.has(primaryCodeOf(error));
  return UNAVAILABLE.has(error.code) || SQLITE_UNAVAILABLE.has(sqliteCode(error));
}

/** The primary result code; NaN when the error does not come from SQLite. */
function sqliteCode({ meta }: Prisma.PrismaClientKnownRequestError): number {
  const { cause } = (meta?.['driverAdapterError'] ?? {}) as { cause?: { originalCode?: string } };
  return Number(cause?.originalCode ?? Number.NaN);
}
