import { errorFields, type Logger } from '../../ports/index.ts';
import type { LastSuccesses } from '../records/last-successes.ts';
import { shownSchedules } from '../report/schedule-gauges.ts';
import type { createManualRuns } from '../runs/manual-runs.ts';
import type { Reanchoring } from '../schedules/reanchoring.ts';
import type { ScheduleRows } from '../schedules/schedule-rows.ts';
import type { Syncer } from '../schedules/syncer.ts';
import type { ActivePeriod } from './active-period.ts';
import type { RecoveredRuns } from './recovered-runs.ts';

export interface SettlingDeps {
  readonly logger: Logger;
  readonly period: Pick<ActivePeriod, 'mayFire'>;
  readonly rows: Pick<ScheduleRows, 'all'>;
  readonly syncer: Pick<Syncer, 'revision' | 'sync'>;
  readonly recoveredRuns: Pick<RecoveredRuns, 'resume'>;
  readonly manualRuns: Pick<ReturnType<typeof createManualRuns>, 'expect' | 'interruptAbandoned'>;
  readonly takeRequests: () => Promise<void>;
  /** Null if nothing shows them. */
  readonly successes: Pick<LastSuccesses, 'read'> | null;
  readonly reanchoring: Pick<Reanchoring, 'look'>;
}

/** What follows once this runner is active and knows the schedules. */
export function createSettling(deps: SettlingDeps) {
  const { logger, period, rows, syncer, recoveredRuns, manualRuns, takeRequests, successes, reanchoring } =
    deps;

  /** What follows from new rows. */
  const lookAround = (): void => {
    if (successes !== null && period.mayFire && syncer.revision !== null)
      void successes.read(() => shownSchedules(rows.all).shown.map(({ id }) => id));
    void reanchoring.look();
  };

  /**
   * Resumes recovered runs and claims requests. If the database fails meanwhile, the regular tasks try again.
   */
  const settleIn = async (): Promise<void> => {
    if (!period.mayFire || syncer.revision === null) return;
    recoveredRuns.resume();
    manualRuns.expect();
    lookAround();
    try {
      if (await syncer.sync()) await takeRequests();
      await manualRuns.interruptAbandoned();
    } catch (error) {
      logger.warn(errorFields(error), 'Runs by hand wait: the database is unavailable');
    }
  };

  return { settleIn, lookAround };
}
