export type { ScheduleAction } from '@zenpulse/contract';
export type { IntervalUnit, LogPolicy, Outcome, ScheduleFields } from '@zenpulse/core/domain';
export {
  JobRegistry,
  zenpulseJob,
  type JobContext,
  type JobFunction,
  type JobLog,
  type JobOptions,
  type RegisteredJob,
} from '@zenpulse/core/engine';
export {
  StoreError,
  type Logger,
  type RedactedText,
  type RedactHook,
  type StoreErrorCode,
} from '@zenpulse/core/ports';
export {
  zenpulseAdmin,
  type AdminHandler,
  type AdminRequest,
  type AskedSchedule,
  type AuthorizeAnswer,
  type ScheduleActor,
  type ZenpulseAdminOptions,
} from '@zenpulse/express';
export { createRunner, type OnStop, type Runner, type RunnerOptions } from '@zenpulse/runner';
export { defineConfig, SettingsError, type ZenpulseConfig } from '@zenpulse/store';
export { connectStore, type Store, type StoreOptions } from './connect-store.ts';
export { nextRuns, type NextRunsOptions, type TriggerInput } from './next-runs.ts';
export type { ScheduleInput } from './store/save-schedule.ts';
export type { SavedSchedule } from './store/saved-schedule.ts';
