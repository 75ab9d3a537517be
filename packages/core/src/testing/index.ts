export { FakeClock } from './fake-clock.ts';
export { createFreezableClock, type FreezableClock } from './freezable-clock.ts';
export { LeaseDesk, type Contender, type LeaseDeskOptions, type Renewal } from './memory/lease-desk.ts';
export { createMemoryBackend, type MemoryBackend, type MemoryProcess } from './memory/memory-backend.ts';
export { createMemoryCalendarStore } from './memory/memory-calendar-store.ts';
export { createMemoryCancelRequestStore } from './memory/memory-cancel-request-store.ts';
export {
  createMemoryChangeRecordStore,
  type MemoryChangeRecordStore,
} from './memory/memory-change-record-store.ts';
export { createMemoryExecutionStore, type MemoryExecutionStore } from './memory/memory-execution-store.ts';
export { createMemoryFiguresStore, type MemoryFiguresStore } from './memory/memory-figures-store.ts';
export { createMemoryTokenStore } from './memory/memory-token-store.ts';
export { createMemoryJobThreads } from './memory/memory-job-threads.ts';
export {
  JournalRoom,
  type Folder,
  type JournalDeath,
  type MemoryProcessFacts,
  type Owner,
} from './memory/memory-journal.ts';
export { createMemoryLease, type MemoryLeaseDeps } from './memory/memory-lease.ts';
export { createMemoryOpenLease } from './memory/memory-open-lease.ts';
export { createMemoryRunRequestStore } from './memory/memory-run-request-store.ts';
export { createMemoryRunnerDirectory } from './memory/memory-runner-directory.ts';
export {
  createMemoryScheduleStore,
  type MemoryScheduleStore,
  type ScheduleTableCopy,
} from './memory/memory-schedule-store.ts';
export { createMemorySignal, SignalMedium } from './memory/memory-signal.ts';
export { createMemoryStatsStore, type MemoryStatsStore } from './memory/memory-stats-store.ts';
export { RevisionCounter } from './memory/revision-counter.ts';
export { numberedIds } from './numbered-ids.ts';
export { createRecordingLogger, type LogLine, type RecordingLogger } from './recording-logger.ts';
export { REFERENCE_INSTANT } from './reference-instant.ts';
export {
  BY_TEST,
  sampleExecution,
  sampleFields,
  sampleReportedRun,
  sampleSchedule,
  sampleSnapshot,
  sampleWaitingRun,
} from './samples.ts';
export { createTestRunner, type TestRunner, type TestRunnerOptions } from './test-runner.ts';
