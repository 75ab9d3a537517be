import type { ExecutionStore } from './execution-store.ts';
import type { Lease } from './lease.ts';
import type { RunRequestStore } from './run-request-store.ts';
import type { RunnerDirectory } from './runner-directory.ts';
import type { ScheduleStore } from './schedule-store.ts';
import type { Signal } from './signal.ts';
import type { StatsStore } from './stats-store.ts';

/** Everything that processes share, on one kind of database. Its stores signal what they write. */
export interface Backend {
  readonly schedules: ScheduleStore;
  readonly executions: ExecutionStore;
  readonly runRequests: RunRequestStore;
  readonly stats: StatsStore;
  readonly signal: Signal;
  readonly runners: RunnerDirectory;
  /** A lease that `--lock` competes for. */
  createLease(runnerId: string): Lease;
  /** Idempotent. */
  close(): Promise<void>;
}
