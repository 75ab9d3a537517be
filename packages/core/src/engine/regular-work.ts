import type { Logger } from '../ports/index.ts';
import type { EngineDeps } from './engine.ts';
import type { JournalKeeper } from './journal/journal-keeper.ts';
import type { ClockWatch } from './lateness/clock-watch.ts';
import type { FiguresFill } from './records/figures-fill.ts';
import type { Results } from './records/results.ts';
import type { Retention } from './records/retention.ts';
import type { RegularTasks } from './regular-tasks.ts';
import { forgetReports } from './report/forget-reports.ts';
import type { OtherRunners } from './report/other-runners.ts';
import type { Cancellations } from './runs/cancellations.ts';
import type { Executor } from './runs/executor.ts';
import type { createManualRuns } from './runs/manual-runs.ts';
import type { Reanchoring } from './schedules/reanchoring.ts';
import type { Syncer } from './schedules/syncer.ts';
import type { ActivePeriod } from './tenure/active-period.ts';
import type { Adoption } from './tenure/adoption.ts';
import type { createSettling } from './tenure/settling.ts';

const SECOND_MS = 1_000;
const STATS_EVERY_MS = 60_000;
const ADOPT_EVERY_MS = 60_000;
const REANCHOR_EVERY_MS = 60_000;
const LET_GO_EVERY_MS = 5_000;
const HEED_EVERY_MS = 10_000;
const FORGET_EVERY_MS = 3_600_000;

export interface RegularWork {
  readonly deps: Pick<EngineDeps, 'backend' | 'clock' | 'lease' | 'settings'>;
  readonly logger: Logger;
  readonly period: Pick<ActivePeriod, 'isActive' | 'mayFire'>;
  readonly results: Pick<Results, 'takeFailed'>;
  readonly clockWatch: Pick<ClockWatch, 'look'>;
  readonly retention: Pick<Retention, 'look'>;
  readonly figuresFill: Pick<FiguresFill, 'look'>;
  readonly executor: Pick<Executor, 'missLate'>;
  readonly others: Pick<OtherRunners, 'lookIfNeeded'>;
  readonly syncer: Pick<Syncer, 'wasTold' | 'isFailing' | 'sync' | 'history'>;
  readonly manualRuns: Pick<ReturnType<typeof createManualRuns>, 'isBehind' | 'mayHaveAbandoned'>;
  readonly takeRequests: () => Promise<void>;
  readonly flushStats: () => Promise<void>;
  readonly journal: Pick<JournalKeeper, 'isDegraded'>;
  readonly adoption: Pick<Adoption, 'letGo' | 'adopt'>;
  readonly settling: ReturnType<typeof createSettling>;
  readonly reanchoring: Pick<Reanchoring, 'look'>;
  readonly cancellations: Pick<Cancellations, 'heed'>;
}

/** What a runner does again and again, whether or not it is active. */
export function repeatTasks(tasks: Pick<RegularTasks, 'every'>, work: RegularWork): void {
  const { deps, logger, period, syncer, manualRuns, journal, adoption } = work;
  const { clock, backend, lease, settings } = deps;
  tasks.every(SECOND_MS, async () => {
    work.results.takeFailed();
    work.clockWatch.look();
    work.retention.look();
    work.figuresFill.look();
    if (!lease.isHeld()) work.executor.missLate();
    await work.others.lookIfNeeded().catch(notSeen(logger));
  });
  tasks.every(settings.syncEverySeconds * SECOND_MS, async () => {
    const mayBeNews =
      !syncer.wasTold(settings.syncEverySeconds * SECOND_MS) && backend.signal.mayHaveChanged();
    const isBehind = manualRuns.isBehind || syncer.isFailing || mayBeNews;
    if (isBehind && (await syncer.sync()) && manualRuns.isBehind) await work.takeRequests();
  });
  tasks.every(STATS_EVERY_MS, work.flushStats);
  tasks.every(LET_GO_EVERY_MS, async () => {
    if (!journal.isDegraded) await adoption.letGo();
  });
  tasks.every(ADOPT_EVERY_MS, async () => {
    if (!period.mayFire) return;
    const adopted = await adoption.adopt(null, syncer.history?.id ?? null);
    if (adopted.length > 0 || manualRuns.mayHaveAbandoned) await work.settling.settleIn();
  });
  tasks.every(REANCHOR_EVERY_MS, () => work.reanchoring.look());
  tasks.every(HEED_EVERY_MS, () => work.cancellations.heed());
  tasks.every(FORGET_EVERY_MS, async () => {
    if (!period.isActive) return;
    await forgetReports({ ...backend, clock, logger });
    await backend.output.prune(); // what watched runs of dead runners left
  });
}

/** Reports of other runners only serve comparisons. */
export function notSeen(logger: Logger): (error: unknown) => void {
  return (error) => logger.debug({ err: error }, 'The reports of other runners cannot be read');
}
