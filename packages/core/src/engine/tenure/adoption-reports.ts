import type { Logger } from '../../ports/index.ts';
import type { RunnerEvents } from '../report/runner-events.ts';
import type { AdoptionDeps } from './adoption.ts';

/** Reports what became of the journals of dead runners. */
export function adoptionReports(
  events: Pick<RunnerEvents, 'add'>,
  logger: Logger,
): Pick<AdoptionDeps, 'onAdopted' | 'onSetAside' | 'onNotDeleted'> {
  return {
    onAdopted: ({ runnerId }, openRuns, unwritten) =>
      events.add(
        'info',
        'adopted',
        `Recovered the journal of ${runnerId}: ${openRuns} unfinished runs, ${unwritten} records that were not in the database yet`,
      ),
    onSetAside: ({ runnerId }, historyId) =>
      events.add(
        'warn',
        'journal-set-aside',
        `The journal of ${runnerId} is of another database (history ${historyId}): nothing in it is resumed or written; it is kept for 7 days`,
      ),
    onNotDeleted: ({ runnerId }, error) =>
      logger.warn(
        { err: error, dead: runnerId },
        'A journal that was taken over cannot be deleted; trying again',
      ),
  };
}
