export {
  cancelRequestStoreContract,
  type CancelRequestStoreSubject,
} from './cancel-request-store-contract.ts';
export { calendarStoreContract, type CalendarStoreSubject } from './calendar-store-contract.ts';
export { tokenStoreContract, type TokenStoreSubject } from './token-store-contract.ts';
export { changeFeedContract, type ChangeFeedSubject } from './change-feed-contract.ts';
export { executionStoreContract, type ExecutionStoreSubject } from './execution-store-contract.ts';
export { figuresStoreContract, type FiguresStoreSubject } from './figures-store-contract.ts';
export { jobThreadsContract, threadContractJobs, type JobThreadsSubject } from './job-threads-contract.ts';
export { journalContract, type JournalSubject } from './journal-contract.ts';
export { leaseContract, type LeaseSubject } from './lease-contract.ts';
export { outputStoreContract, type OutputStoreSubject } from './output-store-contract.ts';
export { runRequestStoreContract, type RunRequestStoreSubject } from './run-request-store-contract.ts';
export { runnerDirectoryContract, type RunnerDirectorySubject } from './runner-directory-contract.ts';
export { scheduleListContract } from './schedule-list-contract.ts';
export { scheduleStoreContract, type ScheduleStoreSubject } from './schedule-store-contract.ts';
export { signalContract, type SignalSubject } from './signal-contract.ts';
export { statsStoreContract, type StatsStoreSubject } from './stats-store-contract.ts';
export { changeRecordStoreContract } from './change-record-store-contract.ts';
