import {
  expected,
  OUTCOMES,
  type Execution,
  type ExecutionSummary,
  type RecordPresence,
} from '@zenpulse/core/domain';
import { z } from 'zod';
import { instantText, pageQuery, queryObject, searchText } from './queries.ts';

const statuses = z
  .union([z.enum(OUTCOMES), z.array(z.enum(OUTCOMES)).min(1)], expected(`any of ${OUTCOMES.join(', ')}`))
  .transform((value) => (Array.isArray(value) ? value : [value]))
  .optional();

const executionFilter = {
  jobKey: z.string(expected('one job key')).max(255).optional(),
  scheduleId: z.string(expected('one id')).max(64).optional(),
  status: statuses,
  /** Inclusive, by `runTime`. */
  from: instantText,
  /** Exclusive, by `runTime`. */
  to: instantText,
  /** Inclusive, by `scheduledAt`; runs by hand, which have no occurrence, are left out. */
  scheduledFrom: instantText,
  /** Exclusive, by `scheduledAt`. */
  scheduledTo: instantText,
  /** A part of the job key, the error's type or its message; case does not matter. */
  search: searchText,
};

export const listExecutionsQuery = queryObject({ ...executionFilter, ...pageQuery });
export type ListExecutionsQuery = z.output<typeof listExecutionsQuery>;

/**
 * `DELETE /api/executions`, and its count: the same filter with at least one condition, so that an empty filter cannot
 * delete everything by mistake.
 */
export const deleteExecutionsQuery = queryObject(executionFilter).refine(
  (filter) => Object.values(filter).some((value) => value !== undefined && value !== ''),
  'expected at least one of jobKey, scheduleId, status, from, to, scheduledFrom, scheduledTo, search',
);
export type DeleteExecutionsQuery = z.output<typeof deleteExecutionsQuery>;

interface Instants {
  readonly scheduledAt: string;
  readonly runTime: string;
}

/** An execution in a list: the row's fields without `traceback` and `output`, instants in ISO. */
export type ExecutionItem = Omit<ExecutionSummary, keyof Instants> & Instants;

/** One execution in full: with the whole message, the traceback and the output. */
export type ExecutionDto = Omit<Execution, keyof Instants> & RecordPresence & Instants;

/** Newest first by `runTime`; with `scheduledFrom` or `scheduledTo` by `scheduledAt`. */
export interface ExecutionPage {
  readonly items: readonly ExecutionItem[];
  /**
   * Null on the last page. A page may have fewer items than `limit`: its size is limited to 100 KB, and a search may
   * find fewer.
   */
  readonly nextCursor: string | null;
  /** The number of matches on all pages. Counted up to `EXECUTIONS_COUNTED`, which means "at least this many". */
  readonly total: number;
  /** False when there are or may be more than `total`: a search is not counted beyond the page. */
  readonly isTotalExact: boolean;
  /**
   * The start of the range that a search had covered when it reached its limit; `nextCursor` continues there. Null if
   * the search is complete.
   */
  readonly searchedBackTo: string | null;
}

/** `GET /api/executions/count`: what `DELETE /api/executions` with the same filter would delete. */
export interface ExecutionCount {
  /** Counted up to 1,000; with a search, only within the rows that one page of the search reads. */
  readonly count: number;
  /** False when there are or may be more. */
  readonly isExact: boolean;
}

export interface ExecutionsDeleted {
  readonly deleted: number;
}
