import { expected } from '@zenpulse/core/domain';
import { z } from 'zod';
import { instantText, pageQuery, queryObject } from './queries.ts';

/** `GET /api/errors`: groups of equal errors, the newest first by `lastAt`. */
export const listErrorsQuery = queryObject({
  jobKey: z.string(expected('one job key')).max(255).optional(),
  scheduleId: z.string(expected('one id')).max(64).optional(),
  /** Groups that were seen at or after this instant. */
  from: instantText,
  ...pageQuery,
});
export type ListErrorsQuery = z.output<typeof listErrorsQuery>;

/** Failures of one job with the same type, the same message (numbers, ids and quotes aside) and the same top frame. */
export interface ErrorGroup {
  readonly fingerprint: string;
  readonly jobKey: string;
  readonly exceptionType: string | null;
  /** The newest message, its first 500 characters; null where the log policy keeps no messages. */
  readonly message: string | null;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
  /** The newest execution of it; null if none is kept. */
  readonly lastExecutionId: string | null;
  readonly lastScheduleId: string;
}
