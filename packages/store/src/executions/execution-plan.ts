import { OUTCOMES } from '@zenpulse/core/domain';
import type { ExecutionFilter } from '@zenpulse/core/ports';

type TimeColumn = 'run_time' | 'occurrence_at';

/** A range of one index: rows with the same leading columns, ordered by time. */
export interface Branch {
  readonly index: string;
  readonly equal: readonly (readonly [column: string, value: string])[];
  readonly time: TimeColumn;
}

/** A part of a branch, by time (epoch milliseconds). */
export interface Bounds {
  /** Inclusive. */
  readonly from?: number | undefined;
  /** Exclusive. */
  readonly to?: number | undefined;
  /** Only rows before this one: earlier, or at the same time with a smaller id. */
  readonly before?: { readonly at: number; readonly id: string } | undefined;
}

/** Conditions that no index covers: they are checked for each row in the bounds. */
export type Residual = Pick<ExecutionFilter, 'jobKey' | 'status' | 'from' | 'to' | 'search'>;

/** How the rows of a filter are found. */
export interface ExecutionPlan {
  /** Together these are the filter's rows, apart from the residual. No row is in two of them. */
  readonly branches: readonly Branch[];
  readonly bounds: Bounds;
  /** Null if the branches contain no other rows. */
  readonly residual: Residual | null;
}

const TABLE = 'zenpulse_job_execution_log';
/**
 * The indexes of the lists. Each ends with the time (and the id, where the database needs it), and there is one for
 * each filter.
 */
export const EXECUTION_INDEXES = {
  time: `${TABLE}_time`,
  status: `${TABLE}_status`,
  job: `${TABLE}_job_status`,
  schedule: `${TABLE}_schedule_status`,
  due: `${TABLE}_due`,
  occurrence: `${TABLE}_occurrence`,
} as const;

export function executionPlan(filter: ExecutionFilter): ExecutionPlan {
  const { scheduledFrom, scheduledTo } = filter;
  return scheduledFrom === undefined && scheduledTo === undefined ? byRunTime(filter) : byOccurrence(filter);
}

/** There are few outcomes, so a key without an outcome is read as the union of all outcomes; one index serves both. */
function byRunTime(filter: ExecutionFilter): ExecutionPlan {
  const { jobKey, scheduleId, status, from, to, search } = filter;
  const time = 'run_time';
  const bounds = { from, to };
  const ofStatus = (index: string, equal: Branch['equal'], outcomes: readonly string[]): Branch[] =>
    [...new Set(outcomes)].map((outcome) => ({ index, equal: [...equal, ['status', outcome]], time }));
  if (scheduleId !== undefined) {
    const branches = ofStatus(EXECUTION_INDEXES.schedule, [['schedule_id', scheduleId]], status ?? OUTCOMES);
    return { branches, bounds, residual: residualOf({ jobKey, search }) };
  }
  const residual = residualOf({ search });
  if (jobKey !== undefined) {
    const branches = ofStatus(EXECUTION_INDEXES.job, [['job_key', jobKey]], status ?? OUTCOMES);
    return { branches, bounds, residual };
  }
  if (status !== undefined)
    return { branches: ofStatus(EXECUTION_INDEXES.status, [], status), bounds, residual };
  return { branches: [{ index: EXECUTION_INDEXES.time, equal: [], time }], bounds, residual };
}

function byOccurrence(filter: ExecutionFilter): ExecutionPlan {
  const { jobKey, scheduleId, status, from, to, search } = filter;
  const branch: Branch =
    scheduleId === undefined
      ? { index: EXECUTION_INDEXES.due, equal: [], time: 'occurrence_at' }
      : {
          index: EXECUTION_INDEXES.occurrence,
          equal: [['schedule_id', scheduleId]],
          time: 'occurrence_at',
        };
  return {
    branches: status?.length === 0 ? [] : [branch],
    bounds: { from: filter.scheduledFrom, to: filter.scheduledTo },
    residual: residualOf({ jobKey, status, from, to, search }),
  };
}

function residualOf(residual: Residual): Residual | null {
  const { search, ...others } = residual;
  const isSearch = search !== undefined && search !== '';
  const isAsked = isSearch || Object.values(others).some((value) => value !== undefined);
  return isAsked ? { ...others, ...(isSearch && { search }) } : null;
}
