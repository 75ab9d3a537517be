import { expected, OUTCOMES, type Execution } from '@zenpulse/core/domain';
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
  /** Part of the job key or of the error's type or message. */
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

/** An execution as it travels: the row's fields, instants in ISO. */
export type ExecutionDto = Omit<Execution, 'scheduledAt' | 'runTime'> & {
  readonly scheduledAt: string;
  readonly runTime: string;
};

export function toExecutionDto(execution: Execution): ExecutionDto {
  return { ...execution, scheduledAt: toIso(execution.scheduledAt), runTime: toIso(execution.runTime) };
}

export interface ExecutionPage {
  readonly items: readonly ExecutionDto[];
  readonly nextCursor: string | null;
  /** How many match, on all pages; counted up to `EXECUTIONS_COUNTED`, which stands for "at least so many". */
  readonly total: number;
}

/** Counting further costs a second in a table of millions. */
export const EXECUTIONS_COUNTED = 1_001;

/** `GET /api/executions/count`: what `DELETE /api/executions` with the same filter would delete, counted to the end. */
export interface ExecutionCount {
  readonly count: number;
}

export interface ExecutionsDeleted {
  readonly deleted: number;
}
