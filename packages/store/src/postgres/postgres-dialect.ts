import { raw, sql } from '@prisma/client-runtime-utils';
import type { SqlDialect } from '../server/sql-dialect.ts';
import { epochMs, instant } from './postgres-instant.ts';

export const postgresDialect: SqlDialect = {
  instant,
  epochMs,
  asNumber: (expression) => sql`(${expression})::float8`,
  contains: (column, text) => sql`strpos(lower(${raw(column)}), lower(${text})) > 0`,
  isOneOf: (column, values) => sql`${raw(column)} = ANY(${[...values]}::text[])`,
  isBeyond: (column, value, id, isDescending) =>
    sql`(${column}, "id") ${raw(isDescending ? '<' : '>')} (${value}, ${id})`,
};
