import type { JsonObject, Origin, Schedule } from '../../domain/index.ts';
import type { PreviousAttempt } from '../records/counted-end.ts';
import type { ScheduleAccount } from './schedule-account.ts';

/** One attempt to execute a job, with the settings at the time of the decision. */
export interface Run {
  readonly runId: string;
  readonly schedule: Schedule;
  /** Epoch milliseconds: when it was due, or when it was requested. */
  readonly scheduledAt: number;
  /** When it should start, from which its grace counts: `scheduledAt`, or for a retry the end of its pause. */
  readonly dueAt: number;
  readonly origin: Origin;
  readonly attempt: number;
  /** How many occurrences it covers. */
  readonly coalescedCount: number;
  /** Its schedule's account, for runs of occurrences. The book looks up that of other runs by the schedule's id. */
  readonly account?: ScheduleAccount;
  /** Of a retry: how the attempt before ended. */
  readonly previous?: PreviousAttempt;
  /** The params that a run by hand was given, in place of the schedule's; its retries keep them. */
  readonly params?: JsonObject;
}

/** The params that the job gets. */
export function paramsOf({ params, schedule }: Run): JsonObject {
  return params ?? schedule.params;
}
