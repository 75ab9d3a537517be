import { StoreError } from '@zenpulse/core/ports';
import { Prisma } from './generated/client/client.ts';

/** Prisma's codes for "cannot be reached" and "busy for too long". */
const UNAVAILABLE = new Set(['P1001', 'P1003', 'P1008', 'P1017', 'P2024', 'P2034']);

export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}

/** Runs a store's operation; what means "the database is away" leaves it as `store_unavailable`. */
export async function guarded<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    const isAway =
      (error instanceof Prisma.PrismaClientKnownRequestError && UNAVAILABLE.has(error.code)) ||
      error instanceof Prisma.PrismaClientInitializationError;
    if (!isAway) throw error;
    throw new StoreError('store_unavailable', 'the database does not answer', { cause: error });
  }
}
