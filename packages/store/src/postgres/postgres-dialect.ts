import type { SqlDialect } from '../server/sql-dialect.ts';
import { Prisma } from './generated/client/client.ts';
import { epochMs, instant } from './postgres-instant.ts';

export const postgresDialect: SqlDialect = {
  instant,
  epochMs,
  asNumber: (expression) => Prisma.sql`(${expression})::float8`,
  contains: (column, text) => Prisma.sql`strpos(lower(${Prisma.raw(column)}), lower(${text})) > 0`,
  isOneOf: (column, values) => Prisma.sql`${Prisma.raw(column)} = ANY(${[...values]}::text[])`,
  isBeyond: (column, value, id, isDescending) =>
    Prisma.sql`(${column}, "id") ${Prisma.raw(isDescending ? '<' : '>')} (${value}, ${id})`,
};
