import { eachInOrder } from './each-in-order.ts';
import type { Engine, EngineDeps } from './engine.ts';
import type { JournalKeeper } from './journal/journal-keeper.ts';
import type { JournalContents } from './journal/sliced-rewrites.ts';
import type { ClockWatch } from './lateness/clock-watch.ts';
import type { Counters } from './records/counters.ts';
import type { FiguresFill } from './records/figures-fill.ts';
import type { LogWriter } from './records/log-writer.ts';
import type { Retention } from './records/retention.ts';
import { RegularTasks } from './regular-tasks.ts';
import { notSeen, repeatTasks, type RegularWork } from './regular-work.ts';
import { warnOfOldZoneData } from './report/old-zone-data.ts';
import type { LiveOutput } from './report/live-output.ts';
import type { OtherRunners } from './report/other-runners.ts';
import type { Reporter } from './report/reporter.ts';
import type { RunnerEvents } from './report/runner-events.ts';
import { drainRuns } from './runs/drain-runs.ts';
import type { Retries } from './runs/retries.ts';
import type { RunBook } from './runs/run-book.ts';
import type { Dispatcher } from './schedules/dispatcher.ts';
import type { Preparation } from './schedules/preparation.ts';
import type { Syncer } from './schedules/syncer.ts';
import type { ActivePeriod } from './tenure/active-period.ts';
import { holdLease, type LeaseSessionDeps } from './tenure/lease-session.ts';
import type { Watermark } from './tenure/watermark.ts';

type Shared = Omit<RegularWork, 'flushStats'> & Omit<LeaseSessionDeps, 'lease' | 'listeners'>;

export interface LifecycleParts extends Shared {
  readonly deps: EngineDeps;
  readonly period: ActivePeriod;
  readonly changed: () => void;
  readonly events: RunnerEvents;
  readonly journal: JournalKeeper;
  readonly journalContents: JournalContents;
  readonly logWriter: Pick<LogWriter, 'flush' | 'stop' | 'waiting'>;
  readonly counters: Counters;
  readonly book: RunBook;
  readonly retries: Pick<Retries, 'stop'>;
  readonly dispatcher: Pick<Dispatcher, 'pause' | 'settle'>;
  readonly syncer: Syncer;
  readonly preparation: Pick<Preparation, 'begin' | 'stop'>;
  readonly watermark: Watermark;
  readonly others: OtherRunners;
  readonly reporter: Reporter;
  readonly retention: Retention;
  readonly figuresFill: FiguresFill;
  readonly clockWatch: ClockWatch;
  readonly liveOutput: LiveOutput;
}

/** Starts a runner's parts, and stops them in order. */
export function createLifecycle(parts: LifecycleParts): Pick<Engine, 'start' | 'stop'> {
  const { deps, logger, period } = parts;
  const tasks = new RegularTasks(deps.clock, logger);
  const unlisten: (() => void)[] = [];
  let starting: Promise<void> | null = null;
  let stopping: Promise<void> | null = null;
  return {
    start: () => {
      starting ??= period.isStopping ? Promise.resolve() : open(parts, tasks, unlisten);
      return starting;
    },
    stop: () => {
      period.isStopping = true;
      stopping ??= (async () => {
        await starting?.catch(() => undefined); // the caller of start has the error
        await stopInOrder(parts, [() => tasks.stop(), ...unlisten]);
      })();
      return stopping;
    },
  };
}

async function open(parts: LifecycleParts, tasks: RegularTasks, unlisten: (() => void)[]): Promise<void> {
  const { deps, logger, period, journal, syncer, preparation, reporter, others, clockWatch } = parts;
  const { backend, clock, lease, settings } = deps;
  period.startedAt = clock.now();
  journal.open(await backend.journals.open(settings.runnerId), parts.journalContents);
  await preparation.begin();
  unlisten.push(
    backend.signal.listen(() => {
      others.hint();
      void syncer.sync();
    }),
    backend.watches.listen(() => parts.liveOutput.hint()),
  );
  await reporter.now();
  if (period.isStopping) return;
  reporter.start();
  warnOfOldZoneData(settings.zoneData, parts.events);
  await others.look().catch(notSeen(logger));
  const begun = holdLease({ ...parts, lease, listeners: deps });
  clockWatch.start();
  repeatTasks(tasks, { ...parts, flushStats: () => flushStats(parts) });
  await begun(); // if the lease is available at once, the runner is active when `start` resolves
}

/** Decides nothing any more, ends what runs, writes what is left, and then leaves the lease and the journal. */
async function stopInOrder(parts: LifecycleParts, endHints: readonly (() => void)[]): Promise<void> {
  const { deps, logger, period, syncer, dispatcher, book, journal, logWriter, retention } = parts;
  let pausedAt = 0;
  await eachInOrder(logger, [
    () => parts.preparation.stop(),
    ...endHints,
    () => {
      // An unavailable database must not delay this.
      void retention.stop();
      void parts.figuresFill.stop();
    },
    () => {
      dispatcher.pause();
      pausedAt = deps.clock.now();
    },
    () => parts.retries.stop(),
    () => drainRuns(book, deps.settings.graceSeconds, deps.clock, logger),
    () => {
      period.hasStopped = true;
      parts.liveOutput.stop();
      parts.results.takeFailed();
    },
    () => {
      if (!journal.isDegraded) return;
      // Without a journal they would be lost.
      book.giveUp(({ state }) => state === 'queued', 'interrupted', 'runner-stopped');
    },
    async () => parts.watermark.end(await syncer.sync()),
    () => dispatcher.settle(pausedAt), // what the last sync brought, and is due, goes into the journal
    () => logWriter.flush(),
    async () => {
      await flushStats(parts);
      if (!parts.counters.isEmpty) await flushStats(parts); // the first call sent a batch whose answer was lost
    },
    () => logWriter.stop(),
    () => deps.lease.stop(),
    () => retention.stop(),
    () => parts.figuresFill.stop(),
    () => parts.adoption.letGo(),
    () => {
      const isUnwritten = logWriter.waiting.length > 0 || !parts.counters.isEmpty;
      // The next runner may need this journal: the lease may not have stored that this tenure ended.
      return journal.close(period.takeover !== null || !book.waiting.isEmpty || isUnwritten);
    },
    () => parts.reporter.stop(),
  ]);
}

async function flushStats({ deps, counters, changed }: LifecycleParts): Promise<void> {
  await counters.flush(deps.backend.stats);
  changed();
}
