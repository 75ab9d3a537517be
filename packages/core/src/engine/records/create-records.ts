import type { Clock, Logger, RedactHook } from '../../ports/index.ts';
import type { EngineDeps } from '../engine.ts';
import type { JournalKeeper } from '../journal/journal-keeper.ts';
import type { Lateness } from '../lateness/lateness.ts';
import type { RunnerEvents } from '../report/runner-events.ts';
import type { ScheduleRows } from '../schedules/schedule-rows.ts';
import type { ActivePeriod } from '../tenure/active-period.ts';
import { Counters } from './counters.ts';
import { FiguresFill } from './figures-fill.ts';
import { LastSuccesses } from './last-successes.ts';
import { LogWriter } from './log-writer.ts';
import { LostExecutions } from './lost-executions.ts';
import { Results } from './results.ts';
import { Retention } from './retention.ts';
import { createWrittenRecords } from './written-records.ts';

export interface RecordsDeps {
  readonly deps: Pick<EngineDeps, 'backend' | 'settings' | 'gaugesSchedules'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly events: RunnerEvents;
  readonly journal: JournalKeeper;
  readonly lateness: Lateness;
  /** Removes secrets that only the user knows from texts; must not throw. */
  readonly redact: RedactHook;
  readonly period: Pick<ActivePeriod, 'mayFire' | 'resumedAt'>;
  readonly rows: Pick<ScheduleRows, 'get'>;
}

/** What is kept of runs that have ended. */
export function createRecords({
  deps,
  clock,
  logger,
  events,
  journal,
  lateness,
  redact,
  period,
  rows,
}: RecordsDeps) {
  const { backend, settings } = deps;
  const lostExecutions = new LostExecutions(logger, events);
  const logWriter = new LogWriter({
    clock,
    logger,
    executions: backend.executions,
    parking: journal,
    onSettled: createWrittenRecords({ journal, requests: backend.runRequests, logger }),
    onGivenUp: (count) => lostExecutions.add(count),
  });
  const counters = new Counters({ writer: settings.runnerId, clock, journal });
  const successes =
    deps.gaugesSchedules === true ? new LastSuccesses({ stats: backend.stats, logger }) : null;
  const results = new Results({ logger, journal, logWriter, counters, lateness, self: settings, redact });
  const retention = new Retention({
    clock,
    logger,
    executions: backend.executions,
    figures: backend.figures,
    changeRecords: backend.changeRecords,
    days: settings.retentionDays,
    isActive: () => period.mayFire,
  });
  const figuresFill = new FiguresFill({
    ...backend,
    clock,
    logger,
    scheduleOf: (id) => rows.get(id),
    isActive: () => period.mayFire,
    resumedAt: () => period.resumedAt,
  });
  return { lostExecutions, logWriter, counters, successes, results, retention, figuresFill };
}
