import {
  isOutdated,
  type Clock,
  type JournalShelf,
  type Logger,
  type RunnerDirectory,
} from '../../ports/index.ts';

export interface ForgetReportsDeps {
  readonly runners: Pick<RunnerDirectory, 'list' | 'remove'>;
  readonly journals: Pick<JournalShelf, 'owners'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
}

/**
 * Removes reports of runners that are long gone. A report stays while its runner's journal still waits on this shelf,
 * so that it can be noticed; journals on another host's shelf cannot be seen here. Rejects with the ports' errors.
 */
export async function forgetReports({ runners, journals, clock, logger }: ForgetReportsDeps): Promise<void> {
  const now = clock.now();
  const outdated = (await runners.list()).filter((runner) => isOutdated(runner, now));
  if (outdated.length === 0) return;
  const withJournal = new Set(await journals.owners());
  for (const { runnerId, hostname, heartbeatAt } of outdated) {
    if (withJournal.has(runnerId)) continue;
    await runners.remove(runnerId);
    logger.info(
      { runner: runnerId, hostname, heartbeatAt },
      'The report of a runner that is long gone was removed',
    );
  }
}
