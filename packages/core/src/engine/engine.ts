import type { Reason } from '../domain/index.ts';
import {
  errorFields,
  type Backend,
  type Clock,
  type CpuMeter,
  type JobThreads,
  type Lease,
  type Logger,
  type RedactHook,
  type RunnerState,
  type StoreError,
  type Watchdog,
} from '../ports/index.ts';
import { Adoption } from './tenure/adoption.ts';
import { Cancellations } from './runs/cancellations.ts';
import { ClockWatch } from './lateness/clock-watch.ts';
import { Counters } from './records/counters.ts';
import { Dispatcher } from './schedules/dispatcher.ts';
import { drainRuns } from './runs/drain-runs.ts';
import { createDuePolicy } from './runs/due-policy.ts';
import { eachInOrder } from './each-in-order.ts';
import { engineGauges, type EngineGauges } from './report/engine-gauges.ts';
import { Executor } from './runs/executor.ts';
import { Holding } from './tenure/holding.ts';
import { foldingLogger } from './report/folding-logger.ts';
import { forgetReports } from './report/forget-reports.ts';
import { Inheritance } from './tenure/inheritance.ts';
import type { RegisteredJob } from './jobs/job-registry.ts';
import { JournalKeeper } from './journal/journal-keeper.ts';
import { LastSuccesses } from './records/last-successes.ts';
import { Lateness } from './lateness/lateness.ts';
import { liveLines } from './journal/live-lines.ts';
import { LogWriter } from './records/log-writer.ts';
import { LoopWatch } from './lateness/loop-watch.ts';
import { LostTime } from './lateness/lost-time.ts';
import { createManualRuns } from './runs/manual-runs.ts';
import { warnOfOldZoneData } from './report/old-zone-data.ts';
import { OtherRunners } from './report/other-runners.ts';
import { Preparation } from './schedules/preparation.ts';
import { Reanchoring } from './schedules/reanchoring.ts';
import { RegularTasks } from './regular-tasks.ts';
import { guardedHook } from './jobs/redact/guarded-hook.ts';
import { Reporter } from './report/reporter.ts';
import { recoveredRecord } from './records/recovered-record.ts';
import { Results } from './records/results.ts';
import { Retention } from './records/retention.ts';
import { Retries } from './runs/retries.ts';
import { RunBook } from './runs/run-book.ts';
import type { RunResult } from './runs/run-result.ts';
import type { Run } from './runs/run.ts';
import { RunnerEvents } from './report/runner-events.ts';
import { runnerSnapshot } from './report/runner-snapshot.ts';
import { scheduleGauges, shownSchedules, type ScheduleGauges } from './report/schedule-gauges.ts';
import { Since } from './report/since.ts';
import { Syncer } from './schedules/syncer.ts';
import { tellOfHistory } from './schedules/tell-of-history.ts';
import { unfailingLogger } from './report/unfailing-logger.ts';
import { Watermark } from './tenure/watermark.ts';
import { createWhyLate } from './lateness/why-late.ts';

const SECOND_MS = 1_000;
const STATS_EVERY_MS = 60_000;
const ADOPT_EVERY_MS = 60_000;
const REANCHOR_EVERY_MS = 60_000;
const LET_GO_EVERY_MS = 5_000;
const HEED_EVERY_MS = 10_000;
const LOOKS_AFTER_DEATH = 4;
const FORGET_EVERY_MS = 3_600_000;
const LOST = 'the database is away, and neither memory nor disk take more';

export interface EngineSettings {
  readonly runnerId: string;
  readonly hostname: string;
  readonly pid: number;
  readonly version: string;
  readonly isLocking: boolean;
  readonly syncEverySeconds: number;
  readonly concurrency: number;
  readonly timezone: string;
  /** The version of Node's time zone data, such as `2026c`. */
  readonly zoneData?: string;
  /** The version of Node. */
  readonly node?: string;
  /** 0: for ever. */
  readonly retentionDays: number;
  /** How long `stop` waits for running jobs. */
  readonly graceSeconds: number;
  /** False: occurrences due before this runner is first active are not caught up. True by default. */
  readonly catchesUp?: boolean;
}

export interface EngineDeps {
  readonly backend: Backend;
  readonly lease: Lease;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly jobs: readonly RegisteredJob[];
  readonly newRunId: () => string;
  readonly random: () => number;
  readonly settings: EngineSettings;
  /** For jobs that need a thread; without it, these run in the runner's own thread. */
  readonly threads?: JobThreads;
  /** Without it, a job that blocks the loop is only recognised until its first `await`. */
  readonly watchdog?: Watchdog;
  /** Without it, a job may be blamed for a machine that is short of CPU. */
  readonly cpu?: CpuMeter;
  /** `jobKey`: the job that blocked the event loop; null if it may have been one of several. */
  readonly onBlocked?: (jobKey: string | null, ms: number) => void;
  /** True if `scheduleGauges` will be used: then the times of the last successes are read from the store. */
  readonly gaugesSchedules?: boolean;
  /** Called when another runner has taken the lease. */
  readonly onLeaseLost?: () => void;
  /** Called when another runner holds the lease. */
  readonly onStandby?: () => void;
  /** Removes secrets that only the user knows from jobs' texts. */
  readonly redact?: RedactHook;
  /** Called at every run's end, whatever its log policy. */
  readonly onResult?: (result: RunResult) => void;
  /** Called when the database answers again, but with a permanent error (for example an old schema). */
  readonly onRefused?: (error: StoreError) => void;
}

/** The core of a runner: from the schedules in the store to executions in it. */
export interface Engine {
  /**
   * Reads the schedules and begins to fire once the lease is held. If the database is unavailable, `start` resolves and
   * the engine keeps trying. Throws a StoreError for a permanent error. Idempotent; no effect after `stop`.
   */
  start(): Promise<void>;
  /** Stops firing, waits for running jobs up to the grace, aborts the rest, writes everything. Idempotent. */
  stop(): Promise<void>;
  /** The current state; may be called at any time. */
  gauges(): EngineGauges;
  /** The current state of each schedule while this runner is active; empty otherwise. */
  scheduleGauges(): ScheduleGauges;
  /** The jobs running in this thread; the one whose function is being called comes first. */
  runningInline(): readonly string[];
  /** Writes journal lines that are waiting for the end of the turn: for a process that ends in this turn. */
  flushJournal(): void;
}

/** Assembles the parts, and starts and stops them in order. Each part is described in its own file. */
export function createEngine(deps: EngineDeps): Engine {
  const { backend, lease, clock, settings, newRunId } = deps;
  const unfolded = unfailingLogger(deps.logger);
  const logger = foldingLogger(unfolded, clock);
  const { runnerId } = settings;
  const jobs = new Map(deps.jobs.map((job) => [job.key, job]));
  const tasks = new RegularTasks(clock, logger);
  let startedAt = clock.now();
  let revisionAppliedAt: number | null = null;
  let starting: Promise<void> | null = null;
  let stopping: Promise<void> | null = null;
  let isStopped = false;
  /** A runner that has just died may look alive for up to 150 s, so its claims are checked again, once a minute. */
  let looksForAbandoned = 1;
  /** Executions given up since this process began. */
  let lostExecutions = 0;
  /** How many times the database was replaced by another or restored one. */
  let historyChanges = 0;
  /** False until the last successes were read, since this runner became active or found another history. */
  let isSuccessRead = false;
  /** When a renewal last returned the revision, on the monotonic clock. */
  let revisionToldAt = Number.NEGATIVE_INFINITY;
  let beginning: Promise<void> | null = null;
  let unlisten: () => void = () => undefined;
  let clockWatch: ClockWatch | null = null;

  /** False for a schedule that was disabled or deleted while its job ran. */
  const mayRetry = (scheduleId: string): boolean => {
    const row = syncer.get(scheduleId);
    return row !== undefined && !row.isDamaged && row.schedule.enabled;
  };
  const lateReason = (run: Run): Reason => {
    if (!lease.isHeld() && watermark.isUnconfirmed(run)) return 'ambiguous';
    const deadline = run.dueAt + (run.schedule.misfireGraceTime ?? 0) * SECOND_MS;
    return deadline <= dispatcher.resumedAt ? 'down' : 'grace';
  };
  const mayFire = () => holding.isActive && stopping === null;
  const changed = () => reporter.changed();
  const tellOf = (result: RunResult) => {
    try {
      deps.onResult?.(result);
    } catch (error) {
      logger.error({ err: error }, 'The onResult listener failed');
    }
  };

  const events = new RunnerEvents(clock, logger, changed);
  const lost = new LostTime(clock);
  const lateness = new Lateness({ clock, lost });
  const loop: LoopWatch = new LoopWatch({
    clock,
    events,
    lost,
    running: () => book.started.inline(),
    watchdog: deps.watchdog ?? null,
    cpu: deps.cpu,
    onBlocked: deps.onBlocked,
  });
  const journal = new JournalKeeper({
    clock,
    logger,
    liveLines: () =>
      liveLines({
        watermark,
        historyId: syncer.history?.id ?? null,
        takeover: holding.takeover,
        own: holding.own,
        heard: holding.heard,
        adoption,
        dispatcher,
        book,
        logWriter,
        lateness,
      }),
    onChange: changed,
    isBehind: () => dispatcher.isBehind || book.waiting.queued.length > 0,
    lateReasonAt: (run, at) => lateness.reasonAt(run, at),
  });
  const logWriter = new LogWriter({
    clock,
    logger,
    executions: backend.executions,
    parking: journal,
    onSettled: (settled) => results.settled(settled),
    onGivenUp: (count) => {
      lostExecutions += count;
      if (lostExecutions === count)
        events.add('error', 'executions-lost', `Executions are lost: ${LOST}`, { count });
      else logger.error({ lost: lostExecutions }, `Executions are lost: ${LOST}`);
    },
  });
  const counters = new Counters(runnerId);
  const successes =
    deps.gaugesSchedules === true ? new LastSuccesses({ stats: backend.stats, logger }) : null;
  const redact = guardedHook(deps.redact, logger);
  const results = new Results({
    logger,
    journal,
    logWriter,
    counters,
    lateness,
    requests: backend.runRequests,
    self: settings,
    redact,
  });
  const mayStart = ({ scheduledAt }: Run) => mayFire() && lost.granted(lease.mayStart(scheduledAt));
  const book: RunBook = new RunBook({ clock, journal, threads: deps.threads ?? null, mayStart });
  const executor = new Executor({
    clock,
    logger: unfolded, // the jobs' own lines are not folded
    book,
    loop,
    concurrency: settings.concurrency,
    jobOf: (key) => jobs.get(key),
    mayStart,
    lateReason,
    redact,
  });
  const retries = new Retries({ clock, book, newRunId, mayRetry, random: deps.random });
  book.onEnded.add((result) => {
    results.take(result);
    successes?.take(result);
    retries.consider(result);
    changed();
    tellOf(result);
  });
  book.onRecoveredEnded.add((end) => {
    const whyNotBefore = (dueAt: number) => holding.whyNotBefore(dueAt);
    results.takeInherited(end.run, recoveredRecord(end, { now: clock.now(), self: settings, whyNotBefore }));
  });
  book.onRunning.add(changed);
  const dispatcher = new Dispatcher({
    clock,
    mayDecide: (scheduledAt) => holding.isActive && lost.granted(lease.mayStart(scheduledAt)),
    onDue: createDuePolicy({ book, lateness, newRunId, isRegistered: (key) => jobs.has(key) }),
    onWake: (plannedAt) => {
      loop.look(plannedAt);
      clockWatch?.look();
    },
    whyLate: (occurrence) => whyLate(occurrence),
    onSetBack: (byMs) =>
      events.add('warn', 'clock-back', 'The clock was set back: occurrences count from its new time', {
        byMs,
      }),
  });
  const syncer: Syncer = new Syncer({
    clock,
    logger,
    schedules: backend.schedules,
    isRegistered: (key) => jobs.has(key),
    firing: dispatcher,
    apply: (reconciliation, notBefore) => {
      dispatcher.apply(reconciliation, notBefore);
      const stopped = new Set(reconciliation.remove);
      const isDeleted = (id: string) => syncer.get(id) === undefined;
      // A run by hand is executed even if its schedule is disabled, but not if it is deleted. What was recovered is
      // judged when it is resumed.
      const isCancelled = ({ origin, schedule: { id } }: Run) =>
        isDeleted(id) || (origin !== 'manual' && stopped.has(id));
      book.giveUp(({ state, run }) => state !== 'recovered' && isCancelled(run), 'skipped', 'cancelled');
    },
    takeRequests: () => takeRequests(),
    onAnotherHistory: (change) => {
      historyChanges += 1;
      tellOfHistory(events, change);
      isSuccessRead = false;
      if (!change.isAnotherId) return;
      successes?.forget();
      holding.historyChanged(change.historyId);
      journal.processed(clock.now()); // occurrences before now are not caught up
    },
    onFailing: (error) =>
      events.add('error', 'schedules-unread', 'Schedules cannot be read; trying again', errorFields(error)),
    onBack: () => events.add('info', 'schedules-read', 'The database answers again'),
    onSynced: (revision) => {
      if (syncer.history !== null) void holding.historyKnown(syncer.history);
      revisionAppliedAt = clock.now();
      logger.debug({ revision, schedules: dispatcher.size }, 'In step with the schedules');
      void reporter.now();
      void readSuccesses();
      void reanchoring.look();
    },
  });
  const reanchoring: Reanchoring = new Reanchoring({
    clock,
    logger,
    events,
    schedules: backend.schedules,
    rows: () => syncer.rows,
    isActive: mayFire,
    onDone: () => void syncer.sync(),
  });
  const cancellations = new Cancellations({
    clock,
    logger,
    requests: backend.cancelRequests,
    cancel: (runId) => book.cancel(runId),
    mayForget: mayFire,
  });
  const manualRuns = createManualRuns({
    clock,
    logger,
    runnerId,
    requests: backend.runRequests,
    runners: backend.runners,
    isCancelled: (runId) => cancellations.stands(runId),
    scheduleOf: (id) => syncer.find(id), // the schedule may be as new as the request
    book,
  });
  const inheritance = new Inheritance({
    clock,
    book,
    retries,
    dispatcher,
    lateness,
    whyNotBefore: (dueAt) => holding.whyNotBefore(dueAt),
    scheduleOf: (id) => syncer.get(id),
  });
  const adoption = new Adoption({
    runnerId,
    shelf: backend.journals,
    journal,
    inheritance,
    replay: (execution) => logWriter.add(execution),
    onParked: () => logWriter.lookForParked(),
    onAdopted: ({ runnerId: dead }, openRuns, unwritten) =>
      events.add(
        'info',
        'adopted',
        `Recovered the journal of ${dead}: ${openRuns} unfinished runs, ${unwritten} records that were not in the database yet`,
      ),
    onSetAside: ({ runnerId: dead }, historyId) =>
      events.add(
        'warn',
        'journal-set-aside',
        `The journal of ${dead} is of another database (history ${historyId}): nothing in it is resumed or written; it is kept for 7 days`,
      ),
    onNotDeleted: ({ runnerId: dead }, error) =>
      logger.warn({ err: error, dead }, 'A journal that was taken over cannot be deleted; trying again'),
  });
  const holding: Holding = new Holding({
    runnerId,
    clock,
    startedAt: () => startedAt,
    lease,
    events,
    adoption,
    dispatcher,
    journal,
    processedUntil: () => watermark.processedUntil,
    catchesUp: settings.catchesUp ?? true,
    learnHistory: async () => {
      await syncer.sync();
      return syncer.history;
    },
    onBrokenOff: () => {
      // Waiting runs may have been decided again, or were adopted from a journal whose writer seemed dead.
      book.giveUp(({ run }) => run.origin !== 'manual', 'missed', 'ambiguous');
    },
    onActive: (isSuccession) => {
      if (isSuccession) looksForAbandoned = LOOKS_AFTER_DEATH;
      isSuccessRead = false;
      logger.info({ schedules: dispatcher.size }, 'This runner fires');
      others.hint();
      void reporter.now().then(() => backend.signal.send()); // so that another active runner notices this one
      void settleIn();
    },
  });
  const whyLate = createWhyLate({ resumedAt: () => dispatcher.resumedAt, holding, lost });
  const watermark: Watermark = new Watermark({
    clock,
    signal: backend.signal,
    holding,
    dispatcher,
    syncer,
    journal,
  });
  const preparation = new Preparation({
    clock,
    logger,
    events,
    syncer,
    jobs: deps.jobs,
    schedules: backend.schedules,
    checkSession: () => backend.checkSession?.() ?? Promise.resolve(),
    timezone: settings.timezone,
    onPrepared: () => settleIn(),
    onRefused: (error) => deps.onRefused?.(error),
  });

  const stateSince = new Since<RunnerState>(clock);
  const epoch = () => (settings.isLocking && holding.isActive ? (holding.own?.epoch ?? null) : null);
  const state = (): RunnerState => (isStopped ? 'stopped' : holding.isActive ? 'active' : 'standby');
  const reporter = new Reporter({
    clock,
    logger,
    open: () => backend.runners.open(runnerId),
    snapshot: () =>
      runnerSnapshot(
        {
          settings,
          jobs: deps.jobs,
          syncer,
          preparation,
          dispatcher,
          book,
          executor,
          logWriter,
          counters,
          journal,
          events,
          others,
        },
        {
          state: state(),
          stateSince: stateSince.of(state()),
          epoch: epoch(),
          startedAt,
          revisionAppliedAt,
          lostExecutions,
        },
      ),
  });

  /**
   * Called when this runner is active and knows the schedules: resumes inherited runs and claims requests. If the
   * database fails meanwhile, the regular tasks try again.
   */
  const settleIn = async (): Promise<void> => {
    if (!mayFire() || syncer.revision === null) return;
    inheritance.resume();
    manualRuns.expect();
    void readSuccesses();
    void reanchoring.look();
    try {
      if (await syncer.sync()) await takeRequests();
      if (looksForAbandoned > 0) await manualRuns.interruptAbandoned();
      looksForAbandoned = Math.max(0, looksForAbandoned - 1);
    } catch (error) {
      logger.warn(errorFields(error), 'Runs by hand wait: the database is unavailable');
    }
  };

  const readSuccesses = async (): Promise<void> => {
    if (successes === null || isSuccessRead || !mayFire() || syncer.revision === null) return;
    isSuccessRead = true;
    const shown = shownSchedules(syncer.rows).shown.map(({ id }) => id);
    if (!(await successes.read(shown))) isSuccessRead = false;
  };

  /** A runner that has lost the lease may still have runs to be cancelled. */
  const takeRequests = async (): Promise<void> => {
    if (mayFire() || book.started.runningCount > 0) await cancellations.take();
    if (mayFire()) await manualRuns.claim();
  };

  const holdLease = (): void => {
    lease.start({
      onAcquired: (tenure) => {
        beginning = stopping === null ? holding.begin(tenure) : holding.decline(tenure);
      },
      onLost: (reason) => {
        holding.end();
        events.add(
          'warn',
          'lease-lost',
          'The lease was lost; this runner starts no runs until it has the lease again',
          { reason },
        );
        void reporter.now();
        deps.onLeaseLost?.();
      },
      onWaiting: () => {
        holding.standBy();
        logger.info({}, 'Another runner holds the lease; this one is on standby');
        deps.onStandby?.();
      },
      processedUntil: () => watermark.tell(),
      onRenewed: ({ sentAt, isRevision }) => {
        holding.renewed();
        watermark.confirm();
        if (isRevision !== undefined) revisionToldAt = clock.monotonic();
        if (isRevision !== undefined && syncer.known !== null && isRevision(syncer.known)) {
          syncer.confirm(sentAt);
        } else if (isRevision !== undefined) void syncer.sync();
        executor.pump();
      },
      onReleased: () => watermark.confirm(),
    });
  };

  const retention = new Retention({
    clock,
    logger,
    executions: backend.executions,
    days: settings.retentionDays,
    isActive: mayFire,
  });

  const forgetLongGone = async (): Promise<void> => {
    if (holding.isActive) await forgetReports({ ...backend, clock, logger });
  };

  const flushStats = async (): Promise<void> => {
    await counters.flush(backend.stats);
    changed();
  };

  const others = new OtherRunners({
    settings,
    jobKeys: deps.jobs.map(({ key }) => key),
    runners: backend.runners,
    signal: backend.signal,
    clock,
    events,
    isActive: () => holding.isActive,
  });
  const notSeen = (error: unknown) =>
    logger.debug({ err: error }, 'The reports of other runners cannot be read');

  const repeatTasks = (): void => {
    clockWatch = new ClockWatch({ clock, events, lost, loop });
    tasks.every(SECOND_MS, async () => {
      results.takeFailed();
      clockWatch?.look();
      retention.look();
      if (!lease.isHeld()) executor.missLate();
      await others.lookIfNeeded().catch(notSeen);
    });
    tasks.every(settings.syncEverySeconds * 1000, async () => {
      const isTold = clock.monotonic() - revisionToldAt < settings.syncEverySeconds * SECOND_MS;
      const mayBeNews = !isTold && backend.signal.mayHaveChanged();
      const isBehind = manualRuns.isBehind || syncer.isFailing || mayBeNews;
      if (isBehind && (await syncer.sync()) && manualRuns.isBehind) await takeRequests();
    });
    tasks.every(STATS_EVERY_MS, flushStats);
    tasks.every(LET_GO_EVERY_MS, async () => {
      if (!journal.isDegraded) await adoption.letGo();
    });
    tasks.every(ADOPT_EVERY_MS, async () => {
      if (!mayFire()) return;
      if ((await adoption.adopt(null, syncer.history?.id ?? null)).length > 0 || looksForAbandoned > 0)
        await settleIn();
    });
    tasks.every(REANCHOR_EVERY_MS, () => reanchoring.look());
    tasks.every(HEED_EVERY_MS, () => cancellations.heed());
    tasks.every(FORGET_EVERY_MS, forgetLongGone);
  };

  const open = async (): Promise<void> => {
    startedAt = clock.now();
    journal.open(await backend.journals.open(runnerId));
    await preparation.begin();
    unlisten = backend.signal.listen(() => {
      others.hint();
      void syncer.sync();
    });
    await reporter.now();
    if (stopping !== null) return;
    reporter.start();
    warnOfOldZoneData(settings.zoneData, events);
    await others.look().catch(notSeen);
    holdLease();
    repeatTasks();
    await beginning; // if the lease is available at once, the runner is active when `start` resolves
  };

  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      await starting?.catch(() => undefined); // the caller of start has the error
      let pausedAt = 0;
      await eachInOrder(logger, [
        () => preparation.stop(),
        () => unlisten(),
        () => tasks.stop(),
        () => void retention.stop(), // an unavailable database must not delay this
        () => {
          dispatcher.pause();
          pausedAt = clock.now();
        },
        () => retries.stop(),
        () => drainRuns(book, settings.graceSeconds, clock, logger),
        () => {
          isStopped = true;
          results.takeFailed();
        },
        () => {
          if (!journal.isDegraded) return;
          // Without a journal they would be lost.
          book.giveUp(({ state }) => state === 'queued', 'interrupted', 'runner-stopped');
        },
        async () => watermark.end(await syncer.sync()),
        () => dispatcher.settle(pausedAt), // what the last sync brought, and is due, goes into the journal
        () => logWriter.flush(),
        async () => {
          await flushStats();
          if (!counters.isEmpty) await flushStats(); // the first call sent a batch whose answer was lost
        },
        () => logWriter.stop(),
        () => lease.stop(),
        () => retention.stop(),
        () => adoption.letGo(),
        () => {
          const isLeft = !book.waiting.isEmpty || logWriter.waiting.length > 0;
          // The next runner may need this journal: the lease may not have stored that this tenure ended.
          return journal.close(holding.takeover !== null || isLeft);
        },
        () => reporter.stop(),
      ]);
    })();
    return stopping;
  };

  const start = (): Promise<void> => {
    starting ??= stopping === null ? open() : Promise.resolve();
    return starting;
  };

  const gauges = (): EngineGauges =>
    engineGauges(
      { lease, dispatcher, book, logWriter, syncer, preparation, journal, reporter, others },
      { state: state(), revisionAppliedAt, historyChanges },
    );

  const gaugesOfSchedules = (): ScheduleGauges =>
    scheduleGauges({
      rows: state() === 'active' ? syncer.rows : [],
      nextRunAt: (id) => dispatcher.nextRunAt(id),
      lastSuccessAt: (id) => successes?.of(id) ?? null,
    });

  const runningInline = () => [...book.started.inline()];
  return {
    start,
    stop,
    gauges,
    scheduleGauges: gaugesOfSchedules,
    runningInline,
    flushJournal: () => journal.flush(),
  };
}
