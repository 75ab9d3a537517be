import type { Origin, Schedule } from '../../domain/index.ts';

/** One attempt to execute a job, with the settings that were in force when it was decided. */
export interface Run {
  readonly runId: string;
  readonly schedule: Schedule;
  /** Epoch milliseconds: the instant that was due, or when it was asked for. */
  readonly scheduledAt: number;
  /** When it is to start, from which its grace counts: `scheduledAt`, and for a retry the end of its pause. */
  readonly dueAt: number;
  readonly origin: Origin;
  readonly attempt: number;
  /** How many occurrences it stands for. */
  readonly coalescedCount: number;
}
