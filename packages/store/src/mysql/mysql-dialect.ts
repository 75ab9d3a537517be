import { join, raw, sql } from '@prisma/client-runtime-utils';
import { caselessPattern } from '../executions/caseless-pattern.ts';
import type { SqlDialect } from '../server/sql-dialect.ts';
import { epochMs, instant } from './mysql-instant.ts';

export const mysqlDialect: SqlDialect = {
  instant,
  epochMs,
  asNumber: (expression) => sql`(${expression} + 0e0)`,
  contains: (column, search) => sql`${raw(column)} REGEXP ${caselessPattern(search)}`,
  isOneOf: (column, values) =>
    values.length === 0 ? sql`false` : sql`${raw(column)} IN (${join([...values])})`,
  // Not a comparison of pairs, for which MySQL uses no index.
  isBeyond: (column, value, id, isDescending) => {
    const beyond = raw(isDescending ? '<' : '>');
    return sql`(${column} ${beyond}= ${value} AND (${column} ${beyond} ${value} OR "id" ${beyond} ${id}))`;
  },
};
