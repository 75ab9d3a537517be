export type { OnStop } from './jobs/on-stop.ts';
export { createRunner, type Runner, type RunnerOptions } from './create-runner.ts';
