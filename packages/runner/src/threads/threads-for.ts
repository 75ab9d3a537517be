import type { RegisteredJob } from '@zenpulse/core/engine';
import type { JobThreads, Logger } from '@zenpulse/core/ports';
import { SettingsError, systemClock, type Settings } from '@zenpulse/store';
import { findJobModules } from '../jobs/find-job-modules.ts';
import { checkedRunnerOptions } from '../runner-options.ts';
import { openJobThreads } from './open-job-threads.ts';

/**
 * Threads for the jobs that need one; null if none does. Functions cannot be passed to a thread, so it loads the job
 * modules again. Throws a SettingsError if these are not known.
 */
export async function threadsFor(
  jobs: readonly RegisteredJob[],
  options: { readonly concurrency?: number; readonly threads?: number },
  settings: Settings,
  logger: Logger,
): Promise<JobThreads | null> {
  const wanting = jobs.find(({ isolation }) => isolation === 'thread');
  if (wanting === undefined) return null;
  if (settings.jobs === null) {
    throw new SettingsError(
      `jobs: the job "${wanting.key}" has isolation: 'thread', and a thread cannot be given a function of this process. Name the modules that register it, createRunner({ jobModules: ['src/jobs.ts'] }), or run it by zenpulse-runner`,
    );
  }
  const { threads: size } = checkedRunnerOptions(options);
  return openJobThreads({ modules: findJobModules(settings), size, clock: systemClock, logger });
}
