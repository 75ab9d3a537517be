import { expected } from '@zenpulse/core/domain';
import { z } from 'zod';
import { queryObject } from './queries.ts';

/** `GET /api/runs/:runId/output`. */
export const runOutputQuery = queryObject({
  /** The `seq` of the last line that is known; 0 for all. */
  after: z
    .string(expected('one number'))
    .regex(/^\d{1,15}$/, expected('a whole number from 0 on'))
    .transform(Number)
    .default(0),
});
export type RunOutputQuery = z.output<typeof runOutputQuery>;

export interface OutputLineDto {
  /** 1 for the first line of the run. */
  readonly seq: number;
  readonly at: string;
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
}

/** The newest output of a run that is running or waits, or has just ended. */
export interface RunOutputDto {
  readonly runId: string;
  readonly lines: readonly OutputLineDto[];
  /** How many lines between `after` and the first of `lines` are lost: only the newest are kept. */
  readonly cut: number;
  readonly isRunning: boolean;
  /** True before its start. If it neither runs nor waits, it has ended. */
  readonly isWaiting: boolean;
  /** What the job last said; null if nothing. */
  readonly progress: { readonly done: number; readonly total: number | null } | null;
}
