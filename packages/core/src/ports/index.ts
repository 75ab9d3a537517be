export { FIRING, type CalendarStore, type FiringSwitch } from './calendar-store.ts';
export { withBlackoutWindows } from './schedules-with-windows.ts';
export type { Backend, LeaseKind } from './backend.ts';
export type { RedactedText, RedactHook } from './redact-hook.ts';
export {
  CANCEL_REQUEST_TTL_MS,
  type CancelRequest,
  type CancelRequestStore,
} from './cancel-request-store.ts';
export type { ChangeFeed, ChangeKind } from './change-feed.ts';
export type { CpuMeter, CpuReading } from './cpu-meter.ts';
export {
  CHANGE_PAGE_CHARACTERS,
  CHANGES_KEPT_MS,
  CHANGES_SEARCHED,
  type ChangeCursor,
  type ChangeFilter,
  type ChangeListPage,
  type ChangePageQuery,
  type ChangeRecordStore,
  type RecordedAction,
} from './change-record-store.ts';
export { CLOCK_SKEW_MS, type Clock, type Timer } from './clock.ts';
export {
  EXECUTIONS_COUNTED,
  EXECUTIONS_SEARCHED,
  type DeletionOptions,
  type ExecutionCount,
  type ExecutionCursor,
  type ExecutionFilter,
  type ExecutionListPage,
  type ExecutionPageQuery,
  type ExecutionStore,
} from './execution-store.ts';
export {
  ERROR_GROUPS_KEPT,
  type BucketsQuery,
  type ErrorGroupCursor,
  type ErrorGroupPage,
  type ErrorGroupsQuery,
  type FiguresFill,
  type FiguresLimits,
  type FiguresStore,
} from './figures-store.ts';
export type { FloodLine, JobThreads, ThreadCall, ThreadEvents, ThreadSeat } from './job-threads.ts';
export {
  SET_ASIDE_KEPT_MS,
  type AdoptedJournal,
  type Journal,
  type JournalRewrite,
  type JournalShelf,
  type ParkedLines,
  type SeenJournal,
} from './journal.ts';
export {
  LEASE_RENEW_MS,
  LEASE_SILENCE_MS,
  LEASE_TRUST_MS,
  type Lease,
  type LeaseEvents,
  type LeaseRenewal,
  type Tenure,
} from './lease.ts';
export { silentLogger, type Logger } from './logger.ts';
export {
  MAX_OUTPUT_WATCHES,
  OUTPUT_LEVELS,
  OUTPUT_WATCH_MS,
  type OutputLevel,
  type OutputLine,
  type OutputStore,
  type OutputWatch,
  type RunOutput,
  type WatchSignal,
} from './output-store.ts';
export {
  RUN_KEY_KEPT_MS,
  RUN_REQUEST_TTL_MS,
  type ClaimedRequest,
  type KeyedRun,
  type RunKey,
  type RunRequest,
  type RunRequestStore,
} from './run-request-store.ts';
export {
  MAX_REPORTED_EVENTS,
  MAX_REPORTED_NEXT,
  MAX_REPORTED_RETRYING,
  MAX_REPORTED_WAITING,
  type ReportedEvent,
  type ReportedJob,
  type ReportedRun,
  type RunProgress,
  type RunnerDirectory,
  type RunnerReport,
  type RunnerSnapshot,
  type RunnerState,
  type SeenRunner,
  type WaitingRun,
} from './runner-directory.ts';
export { reportedStates, type ReportedStates } from './reported-states.ts';
export {
  DEAD_KEPT_MS,
  isAlive,
  isOutdated,
  isRegistered,
  isRemovable,
  newestOccurrences,
  newestRun,
  registeredJobs,
  reportedDefaults,
  reportedJob,
  STOPPED_KEPT_MS,
} from './seen-runners.ts';
export {
  REVISION_LOG_LENGTH,
  type CountedTest,
  type RevisionPair,
  type ScheduleChanges,
  type ScheduleCursor,
  type ScheduleListPage,
  type ScheduleQuery,
  type ScheduleRef,
  type ScheduleSort,
  type ScheduleStore,
  type ScheduleTest,
  type DecideEdit,
  type EditedSchedule,
} from './schedule-store.ts';
export { shownRunner, type ShownRunner } from './shown-runner.ts';
export type { Signal } from './signal.ts';
export type { LastRun, StatsBatch, StatsDelta, StatsStore, StatsTotals } from './stats-store.ts';
export {
  errorFields,
  isSettingsProblem,
  StoreError,
  type StoreErrorCode,
  type StoreErrorReason,
} from './store-error.ts';
export { strangersAmong } from './strangers-among.ts';
export { WATCHDOG_BEAT_MS, type Watchdog } from './watchdog.ts';
export { TOKENS_LISTED, type MachineToken, type NewMachineToken, type TokenStore } from './token-store.ts';
