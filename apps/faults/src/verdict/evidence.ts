import type { Truth } from '../truth.ts';
import type { ExecutionRow, ScheduleRow } from '../world/database.ts';
import type { Halt } from '../world/kept-runner.ts';

/** Everything known at the end. Instants are epoch milliseconds. */
export interface Evidence {
  readonly truth: Truth;
  readonly schedules: readonly ScheduleRow[];
  readonly executions: readonly ExecutionRow[];
  /** Every occurrence after this instant … */
  readonly from: number;
  /** … and up to this one must be accounted for. */
  readonly until: number;
  /** When processes were killed. */
  readonly kills: readonly { readonly pid: number; readonly at: number }[];
  /** When processes were suspended. */
  readonly halts: readonly Readonly<Halt>[];
}
