export {
  createTestRunner,
  type TestRunner,
  type TestRunnerOptions,
} from './test-runner/create-test-runner.ts';
export type { JobOutcome, RunJobOptions } from './test-runner/run-job.ts';
export type { TestRun } from './test-runner/test-run.ts';
