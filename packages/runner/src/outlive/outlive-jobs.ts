import type { RegisteredJob } from '@zenpulse/core/engine';
import type { Logger } from '@zenpulse/core/ports';
import { guardJobs } from './guard-jobs.ts';
import type { KeptListeners } from './kept-listeners.ts';

/** Covers changes made while no run begins or ends. */
const LOOK_EVERY_MS = 1_000;

/** Guards the process against its jobs for as long as it lives. */
export function outliveJobs(
  jobs: readonly RegisteredJob[],
  listeners: KeptListeners,
  logger: Logger,
): readonly RegisteredJob[] {
  const guarded = guardJobs(jobs, listeners, logger);
  setInterval(guarded.look, LOOK_EVERY_MS).unref();
  return guarded.jobs;
}
