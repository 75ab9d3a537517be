import type { Clock, Logger } from '../../ports/index.ts';
import type { EngineDeps } from '../engine.ts';
import type { LostExecutions } from '../records/lost-executions.ts';
import type { LastSuccesses } from '../records/last-successes.ts';
import type { ScheduleRows } from '../schedules/schedule-rows.ts';
import type { Dispatcher } from '../schedules/dispatcher.ts';
import type { Syncer } from '../schedules/syncer.ts';
import type { ActivePeriod } from '../tenure/active-period.ts';
import type { Changes } from './changes.ts';
import { engineGauges, type EngineGauges, type GaugeSources } from './engine-gauges.ts';
import { OtherRunners } from './other-runners.ts';
import { Reporter } from './reporter.ts';
import type { RunnerEvents } from './runner-events.ts';
import { runnerSnapshot, type SnapshotSources } from './runner-snapshot.ts';
import { scheduleGauges, type ScheduleGauges } from './schedule-gauges.ts';
import { Since } from './since.ts';

export interface ReportingDeps
  extends Omit<SnapshotSources, 'settings' | 'jobs' | 'others'>, Omit<GaugeSources, 'reporter' | 'others'> {
  readonly deps: Pick<EngineDeps, 'backend' | 'settings' | 'jobs'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly changes: Changes;
  readonly events: RunnerEvents;
  readonly period: ActivePeriod;
  readonly rows: ScheduleRows;
  readonly dispatcher: Dispatcher;
  readonly syncer: Syncer;
  readonly lostExecutions: LostExecutions;
  /** Null if nothing shows them. */
  readonly successes: LastSuccesses | null;
}

/** What others see of this runner, and it of them. */
export function createReporting({ deps, clock, logger, changes, ...parts }: ReportingDeps) {
  const { backend, settings, jobs } = deps;
  const { events, period, rows, dispatcher, syncer, lostExecutions, successes } = parts;
  const others = new OtherRunners({
    settings,
    jobKeys: jobs.map(({ key }) => key),
    runners: backend.runners,
    signal: backend.signal,
    clock,
    events,
    isActive: () => period.isActive,
  });
  const stateSince = new Since<ActivePeriod['state']>(clock);
  const snapshot = () =>
    runnerSnapshot(
      { ...parts, settings, jobs, others },
      {
        state: period.state,
        stateSince: stateSince.of(period.state),
        epoch: settings.isLocking && period.isActive ? (period.own?.epoch ?? null) : null,
        startedAt: period.startedAt,
        revisionAppliedAt: syncer.appliedAt,
        lostExecutions: lostExecutions.count,
      },
    );
  const open = () => backend.runners.open(settings.runnerId);
  const reporter = new Reporter({ clock, logger, changes, open, snapshot });
  const gauges = (): EngineGauges =>
    engineGauges(
      { ...parts, reporter, others },
      {
        state: period.state,
        revisionAppliedAt: syncer.appliedAt,
        historyChanges: syncer.historyChanges,
        isFiringStopped: rows.isFiringStopped,
      },
    );
  const gaugesOfSchedules = (): ScheduleGauges =>
    scheduleGauges({
      rows: period.state === 'active' ? rows.all : [],
      nextRunAt: (id) => dispatcher.nextRunAt(id),
      lastSuccessAt: (id) => successes?.of(id) ?? null,
    });
  return { others, reporter, gauges, scheduleGauges: gaugesOfSchedules };
}
