import { raw } from '../sql/sql.ts';

export interface AppliedBatches {
  readonly writers: unknown;
  readonly numbers: unknown;
  readonly newest: unknown;
}

/** A writer's number only grows; a writer that is forgotten takes its number away in the moment that another begins. */
export const APPLIED_BATCHES = raw(
  'SELECT COUNT(*) AS "writers", SUM("number") AS "numbers", MAX("applied_at") AS "newest"',
);

export function batchesText([row]: readonly AppliedBatches[]): string {
  const newest = row?.newest;
  return [row?.writers, row?.numbers, newest instanceof Date ? newest.getTime() : newest]
    .map(String)
    .join(' ');
}
