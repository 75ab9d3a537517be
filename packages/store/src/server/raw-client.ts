import type { Sql } from '@prisma/client/runtime/client';

/** What the stores use of a Prisma client: statements as text with values. */
export interface RawClient {
  $queryRaw<T>(query: Sql): PromiseLike<T>;
  $executeRaw(query: Sql): PromiseLike<number>;
}
