import { sql, type Sql } from '@prisma/client-runtime-utils';

/** The largest instant of a `Date`, in both directions. */
const FARTHEST_MS = 8.64e15;

/** The database's time, as an expression: one clock for all hosts. */
export type DatabaseTime = () => Sql;

export const databaseTime: DatabaseTime = () => sql`statement_timestamp()`;

/** An instant as an expression, limited to the range of a `Date`. */
export function instant(epochMs: number): Sql {
  const bounded = Math.min(Math.max(epochMs, -FARTHEST_MS), FARTHEST_MS);
  return sql`to_timestamp(${(Number.isNaN(bounded) ? 0 : bounded) / 1000}::float8)`;
}

/** An expression's epoch milliseconds, whatever the session's time zone. */
export function epochMs(expression: Sql): Sql {
  return sql`round(extract(epoch FROM ${expression}) * 1000)::float8`;
}

/** Epoch milliseconds from a JSON row; NaN if out of the range of a `Date`. */
export function fromEpochMs(value: unknown): number {
  return typeof value === 'number' && Math.abs(value) <= FARTHEST_MS ? value : Number.NaN;
}

/** An instant as text for PostgreSQL; null, which our columns reject, if it is invalid. */
export function toTimestamp(epochMs: number): string | null {
  return Number.isFinite(new Date(epochMs).getTime()) ? new Date(epochMs).toISOString() : null;
}
