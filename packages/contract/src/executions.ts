import { expected, OUTCOMES, type Execution, type ExecutionSummary } from '@zenpulse/core/domain';
import { z } from 'zod';
import { toIso } from './instants.ts';
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
  /** Part of the job key or of the error's type or message, whatever the case of its letters. */
  search: searchText,
};

export const listExecutionsQuery = queryObject({ ...executionFilter, ...pageQuery });
export type ListExecutionsQuery = z.output<typeof listExecutionsQuery>;

/** `DELETE /api/executions`: the same filter; at least one condition, so that nobody deletes all by mistake. Its count, too. */
export const deleteExecutionsQuery = queryObject(executionFilter).refine(
  (filter) => Object.values(filter).some((value) => value !== undefined && value !== ''),
  'expected at least one of jobKey, scheduleId, status, from, to, scheduledFrom, scheduledTo, search',
);
export type DeleteExecutionsQuery = z.output<typeof deleteExecutionsQuery>;

interface Instants {
  readonly scheduledAt: string;
  readonly runTime: string;
}

/** An execution as a list has it: the row's fields without `traceback` and `output`, instants in ISO. */
export type ExecutionItem = Omit<ExecutionSummary, keyof Instants> & Instants;

/** One execution: the same with the whole message and the texts. */
export type ExecutionDto = Omit<Execution, keyof Instants> &
  Pick<ExecutionSummary, 'hasTraceback' | 'hasOutput'> &
  Instants;

export function toExecutionItem(execution: ExecutionSummary): ExecutionItem {
  return { ...execution, ...instantsOf(execution) };
}

export function toExecutionDto(execution: Execution): ExecutionDto {
  const { traceback, output } = execution;
  return {
    ...execution,
    ...instantsOf(execution),
    hasTraceback: traceback !== null,
    hasOutput: output !== null,
  };
}

function instantsOf({ scheduledAt, runTime }: Pick<Execution, keyof Instants>): Instants {
  return { scheduledAt: toIso(scheduledAt), runTime: toIso(runTime) };
}

/** Newest first by `runTime`; with `scheduledFrom` or `scheduledTo` by `scheduledAt`. */
export interface ExecutionPage {
  readonly items: readonly ExecutionItem[];
  /** Null on the last page. A page may have fewer items than `limit`: at most 100 KB, and no more than a search found. */
  readonly nextCursor: string | null;
  /** How many match, on all pages; counted up to `EXECUTIONS_COUNTED`, which stands for "at least so many". */
  readonly total: number;
  /** False when there are or may be more than `total`: a search is not counted beyond the page. */
  readonly isTotalExact: boolean;
  /** The instant where a search stopped before it had seen all; it goes on from `nextCursor`. Null otherwise. */
  readonly searchedBackTo: string | null;
}

/** `GET /api/executions/count`: what `DELETE /api/executions` with the same filter would delete. */
export interface ExecutionCount {
  /** Counted up to 1,000, or as far as a search looks for one page. */
  readonly count: number;
  /** False when there are or may be more. */
  readonly isExact: boolean;
}

export interface ExecutionsDeleted {
  readonly deleted: number;
}
