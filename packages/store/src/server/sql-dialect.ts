import type { Sql } from '@prisma/client-runtime-utils';

/** The differences between the servers' SQL in lists. Columns are quoted names. */
export interface SqlDialect {
  /** An instant (epoch milliseconds) as an expression. */
  instant(epochMs: number): Sql;
  /** The epoch milliseconds of an expression. */
  epochMs(expression: Sql): Sql;
  /** A number in a type that JavaScript can read. */
  asNumber(expression: Sql): Sql;
  /** Matches a column that contains the text, literally and ignoring case. */
  contains(column: string, text: string): Sql;
  isOneOf(column: string, values: readonly string[]): Sql;
  /** Matches rows after (or, descending, before) the one with that value and id, by the columns of both. */
  isBeyond(
    columns: { readonly value: Sql; readonly id: Sql },
    value: Sql,
    id: string,
    isDescending: boolean,
  ): Sql;
  /** The counters with their schedules, in the order of the counters' index. */
  readonly countersFirst: Sql;
}
