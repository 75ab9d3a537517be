import { raw, sql, type Sql } from '@prisma/client-runtime-utils';

/** The range of a DATETIME. */
const FIRST_MS = Date.UTC(1000, 0);
const LAST_MS = Date.UTC(10_000, 0) - 1;

/** The database's time, as an expression: one clock for all hosts. */
export type DatabaseTime = () => Sql;

export const databaseTime: DatabaseTime = () => raw('utc_timestamp(3)');

/** An instant as an expression, limited to the range of a DATETIME. */
export function instant(epochMs: number): Sql {
  const bounded = Math.min(Math.max(epochMs, FIRST_MS), LAST_MS);
  return sql`CAST(${text(Number.isNaN(bounded) ? 0 : bounded)} AS DATETIME(3))`;
}

/** The epoch milliseconds of an expression, whatever the session's time zone; null for an invalid date. */
export function epochMs(expression: Sql): Sql {
  return sql`(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', ${expression}) DIV 1000 + 0e0)`;
}

/** An instant as text for MySQL; null, which our columns reject, if it cannot be stored. */
export function toDatetime(epochMs: number): string | null {
  return epochMs >= FIRST_MS && epochMs <= LAST_MS ? text(epochMs) : null;
}

function text(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('T', ' ').replace('Z', '');
}
