import type { Truth } from '../truth.ts';
import type { ExecutionRow, ScheduleRow } from '../world/database.ts';

/** All that is known when everything is over. Instants are epoch milliseconds. */
export interface Evidence {
  readonly truth: Truth;
  readonly schedules: readonly ScheduleRow[];
  readonly executions: readonly ExecutionRow[];
  /** Every occurrence after this, */
  readonly from: number;
  /** and up to this, is to be accounted for. */
  readonly until: number;
  /** When processes were killed. */
  readonly kills: readonly { readonly pid: number; readonly at: number }[];
}
