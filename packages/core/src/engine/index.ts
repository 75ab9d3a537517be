export {
  planCatchUp,
  type CatchUpPlan,
  type PlannedCatchUp,
  type PlannedSkip,
} from './tenure/catch-up-plan.ts';
export type { PlannedRecovery } from './tenure/planned-recovery.ts';
export { describeThrown } from './jobs/describe-thrown.ts';
export type { EngineGauges } from './report/engine-gauges.ts';
export { createEngine, type Engine, type EngineDeps, type EngineSettings } from './engine.ts';
export { foldingLogger } from './report/folding-logger.ts';
export type { RunResult } from './runs/run-result.ts';
export { JobOutput, ownLine } from './jobs/job-output.ts';
export { OutputTail } from './jobs/output-tail.ts';
export {
  JobRegistry,
  zenpulseJob,
  type JobContext,
  type JobFunction,
  type JobLog,
  type JobOptions,
  type RegisteredJob,
} from './jobs/job-registry.ts';
export { parsedParams, reportedSchema, type ParamsSchema } from './jobs/params-schema.ts';
export { MAX_RETRY_DELAY_MS } from './runs/retries.ts';
export { MAX_SCHEDULE_GAUGES, type ScheduleGauges } from './report/schedule-gauges.ts';
export { declaredSchedule, scheduleDefaults } from './schedules/schedules-from-code.ts';
