/** The paths below the mount. `:name` is one encoded segment. */
export const PATHS = {
  schedules: '/api/schedules',
  scheduleCounts: '/api/schedules/counts',
  schedule: '/api/schedules/:id',
  run: '/api/schedules/:id/run',
  receipt: '/api/schedules/:id/receipt',
  occurrences: '/api/schedules/:id/occurrences',
  preview: '/api/preview',
  executions: '/api/executions',
  executionCount: '/api/executions/count',
  execution: '/api/executions/:id',
  jobs: '/api/jobs',
  runners: '/api/runners',
  runner: '/api/runners/:runnerId',
  cancel: '/api/runs/:runId/cancel',
  info: '/api/info',
} as const;
