/** The paths below the mount. `:id` stands for one encoded segment. */
export const PATHS = {
  schedules: '/api/schedules',
  schedule: '/api/schedules/:id',
  run: '/api/schedules/:id/run',
  occurrences: '/api/schedules/:id/occurrences',
  preview: '/api/preview',
  executions: '/api/executions',
  executionCount: '/api/executions/count',
  execution: '/api/executions/:id',
  jobs: '/api/jobs',
  runners: '/api/runners',
  info: '/api/info',
} as const;
