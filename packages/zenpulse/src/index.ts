export {
  JobRegistry,
  zenpulseJob,
  type JobContext,
  type JobFunction,
  type JobLog,
  type JobOptions,
  type RegisteredJob,
} from '@zenpulse/core/engine';
export { zenpulseAdmin, type ZenpulseAdminOptions } from '@zenpulse/express';
export { createRunner, type Runner, type RunnerOptions } from '@zenpulse/runner';
export { defineConfig, type ZenpulseConfig } from '@zenpulse/store';
export { nextRuns, type NextRunsOptions, type TriggerInput } from './next-runs.ts';
