import type { Sql } from '@prisma/client-runtime-utils';

/** Where the servers' SQL differs in what the lists ask. Columns are quoted names. */
export interface SqlDialect {
  /** An instant (epoch milliseconds) as an expression. */
  instant(epochMs: number): Sql;
  /** An expression's epoch milliseconds. */
  epochMs(expression: Sql): Sql;
  /** A number as one that JavaScript has, whatever its type. */
  asNumber(expression: Sql): Sql;
  /** Whether the text is in the column, literally and in either case. */
  contains(column: string, text: string): Sql;
  isOneOf(column: string, values: readonly string[]): Sql;
  /** Whether a row comes after (or, descending, before) the one with that value and id. */
  isBeyond(column: Sql, value: Sql, id: string, isDescending: boolean): Sql;
}
