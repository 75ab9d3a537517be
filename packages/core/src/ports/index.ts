export type { Backend } from './backend.ts';
export type { Clock, Timer } from './clock.ts';
export type {
  ExecutionCursor,
  ExecutionFilter,
  ExecutionListPage,
  ExecutionPageQuery,
  ExecutionStore,
} from './execution-store.ts';
export { createOpenLease, type Lease, type LeaseEvents } from './lease.ts';
export { silentLogger, type Logger } from './logger.ts';
export { RUN_REQUEST_TTL_MS, type RunRequest, type RunRequestStore } from './run-request-store.ts';
export type {
  ReportedJob,
  ReportedRun,
  RunnerDirectory,
  RunnerReport,
  RunnerSnapshot,
  RunnerState,
  SeenRunner,
} from './runner-directory.ts';
export { isAlive, newestRun } from './seen-runners.ts';
export type {
  ScheduleChanges,
  ScheduleCursor,
  ScheduleListPage,
  ScheduleQuery,
  ScheduleRef,
  ScheduleSort,
  ScheduleStore,
} from './schedule-store.ts';
export type { Signal } from './signal.ts';
export type { LastRun, StatsDelta, StatsStore } from './stats-store.ts';
export { StoreError, type StoreErrorCode } from './store-error.ts';
