import { isPausedAt } from '../domain/index.ts';
import {
  errorFields,
  type Backend,
  type Clock,
  type CpuMeter,
  type JobThreads,
  type Lease,
  type Logger,
  type RedactHook,
  type StoreError,
  type Watchdog,
} from '../ports/index.ts';
import { switchEvent } from './schedules/switch-event.ts';
import type { RegisteredJob } from './jobs/job-registry.ts';
import { guardedHook } from './jobs/redact/guarded-hook.ts';
import { JournalKeeper } from './journal/journal-keeper.ts';
import type { JournalContents } from './journal/sliced-rewrites.ts';
import { liveLines } from './journal/live-lines.ts';
import { ClockWatch } from './lateness/clock-watch.ts';
import { Lateness } from './lateness/lateness.ts';
import { LoopWatch } from './lateness/loop-watch.ts';
import { LostTime } from './lateness/lost-time.ts';
import { createWhyLate } from './lateness/why-late.ts';
import { createLifecycle } from './lifecycle.ts';
import { createRecords } from './records/create-records.ts';
import { Changes } from './report/changes.ts';
import { createReporting } from './report/create-reporting.ts';
import type { EngineGauges } from './report/engine-gauges.ts';
import { LiveOutput } from './report/live-output.ts';
import { foldingLogger } from './report/folding-logger.ts';
import { RunnerEvents } from './report/runner-events.ts';
import type { ScheduleGauges } from './report/schedule-gauges.ts';
import { unfailingLogger } from './report/unfailing-logger.ts';
import { Cancellations } from './runs/cancellations.ts';
import { createDuePolicy } from './runs/due-policy.ts';
import { Executor } from './runs/executor.ts';
import { createManualRuns } from './runs/manual-runs.ts';
import { Retries } from './runs/retries.ts';
import { RunBook } from './runs/run-book.ts';
import type { RunResult } from './runs/run-result.ts';
import type { Run } from './runs/run.ts';
import { Dispatcher } from './schedules/dispatcher.ts';
import { Preparation } from './schedules/preparation.ts';
import { Reanchoring } from './schedules/reanchoring.ts';
import { createRowRemarks } from './schedules/row-remarks.ts';
import { ScheduleRows } from './schedules/schedule-rows.ts';
import { Syncer } from './schedules/syncer.ts';
import { ActivePeriod } from './tenure/active-period.ts';
import { adoptionReports } from './tenure/adoption-reports.ts';
import { Adoption } from './tenure/adoption.ts';
import { Holding } from './tenure/holding.ts';
import { RecoveredRuns } from './tenure/recovered-runs.ts';
import { subscribe } from './subscriptions.ts';
import { createSettling } from './tenure/settling.ts';
import { Watermark } from './tenure/watermark.ts';

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
  /** True: nothing fires here, whatever the database says. False by default. */
  readonly isPaused?: boolean;
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

/**
 * Puts the parts together. A part calls only those that were made before it; what happens in a later one reaches it as
 * an event, for which it or the engine subscribed. Each part is described in its own file.
 */
export function createEngine(deps: EngineDeps): Engine {
  const { backend, lease, clock, settings, newRunId } = deps;
  const { runnerId } = settings;
  const unfolded = unfailingLogger(deps.logger);
  const logger = foldingLogger(unfolded, clock);
  const redact = guardedHook(deps.redact, logger);
  const jobs = new Map(deps.jobs.map((job) => [job.key, job]));
  const isRegistered = (key: string) => jobs.has(key);

  // Facts that one part writes and many read.
  const changes = new Changes();
  const changed = () => changes.mark();
  const period = new ActivePeriod(clock.now());
  const mayFire = () => period.mayFire;
  const rows = new ScheduleRows(backend.schedules);
  const events = new RunnerEvents(clock, logger, changed);
  const lost = new LostTime(clock);
  const lateness = new Lateness({ clock, lost });

  // What runs, and what is kept of it.
  const journal = new JournalKeeper({
    clock,
    logger,
    onChange: changed,
    lateReasonAt: (run, at) => lateness.reasonAt(run, at),
  });
  const records = createRecords({ deps, clock, logger, events, journal, lateness, redact, period, rows });
  const mayStart = ({ scheduledAt }: Run) => period.mayFire && lost.granted(lease.mayStart(scheduledAt));
  const book = new RunBook({ clock, journal, threads: deps.threads ?? null, mayStart });
  const loop = new LoopWatch({
    clock,
    events,
    lost,
    running: () => book.started.inline(),
    watchdog: deps.watchdog ?? null,
    cpu: deps.cpu,
    onBlocked: deps.onBlocked,
  });
  const executor = new Executor({
    clock,
    logger: unfolded, // the jobs' own lines are not folded
    book,
    loop,
    concurrency: settings.concurrency,
    jobOf: (key) => jobs.get(key),
    mayStart,
    lateReason: (run) => period.whyTooLate(run, lease.isHeld()),
    redact,
    onProgress: changed,
  });
  const retries = new Retries({
    clock,
    book,
    newRunId,
    random: deps.random,
    mayRetry: (id) => rows.mayStart(id, clock.now()),
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
    scheduleOf: (id) => rows.find(id), // the schedule may be as new as the request
    book,
  });
  /** A runner that has lost the lease may still have runs to be cancelled. */
  const takeRequests = async (): Promise<void> => {
    if (mayFire() || book.started.runningCount > 0) await cancellations.take();
    if (mayFire()) await manualRuns.claim();
  };

  // What is due.
  const clockWatch = new ClockWatch({ clock, events, lost, loop });
  const dispatcher = new Dispatcher({
    clock,
    mayDecide: (scheduledAt) => period.isActive && lost.granted(lease.mayStart(scheduledAt)),
    accounts: book.accounts,
    onDue: createDuePolicy({ book, lateness, newRunId, isRegistered }),
    onWake: (plannedAt) => {
      loop.look(plannedAt);
      clockWatch.look();
    },
    whyLate: createWhyLate({ period, lost }),
    onSetBack: (byMs) =>
      events.add('warn', 'clock-back', 'The clock was set back: occurrences count from its new time', {
        byMs,
      }),
  });
  const syncer = new Syncer({
    clock,
    logger,
    schedules: backend.schedules,
    rows,
    isRegistered,
    firing: dispatcher,
    apply: (reconciliation, notBefore) => {
      dispatcher.apply(reconciliation, notBefore);
      const now = clock.now();
      const changed = [...reconciliation.add, ...reconciliation.replace];
      const paused = changed.filter((schedule) => isPausedAt(schedule, now)).map(({ id }) => id);
      const stopped = new Set([...reconciliation.remove, ...paused]);
      const isDeleted = (id: string) => rows.get(id) === undefined;
      // A run by hand is executed even if its schedule is disabled or paused, but not if it is deleted. What was recovered is
      // judged when it is resumed.
      const isCancelled = ({ origin, schedule: { id } }: Run) =>
        isDeleted(id) || (origin !== 'manual' && stopped.has(id));
      book.giveUp(({ state, run }) => state !== 'recovered' && isCancelled(run), 'skipped', 'cancelled');
    },
    takeRequests,
    readSwitch: () => backend.calendar.readSwitch(),
    isPausedHere: settings.isPaused ?? false,
    onSwitch: (isStopped, why) =>
      events.add('warn', ...switchEvent(isStopped, why, settings.isPaused ?? false)),
    onRows: createRowRemarks(clock, events),
    onFailing: (error) =>
      events.add('error', 'schedules-unread', 'Schedules cannot be read; trying again', errorFields(error)),
    onBack: () => events.add('info', 'schedules-read', 'The database answers again'),
  });
  const reanchoring = new Reanchoring({
    clock,
    logger,
    events,
    schedules: backend.schedules,
    rows: () => rows.all,
    isActive: mayFire,
    onDone: () => void syncer.sync(),
  });

  // From getting the lease to losing it.
  const watermark = new Watermark({ clock, signal: backend.signal, period, dispatcher, syncer, journal });
  const recoveredRuns = new RecoveredRuns({
    clock,
    book,
    retries,
    dispatcher,
    lateness,
    whyNotBefore: (dueAt) => period.whyNotBefore(dueAt),
    scheduleOf: (id) => rows.asFiring(id),
  });
  const adoption = new Adoption({
    runnerId,
    shelf: backend.journals,
    journal,
    recoveredRuns,
    counters: records.counters,
    replay: (execution) => records.logWriter.add(execution),
    onParked: () => records.logWriter.lookForParked(),
    ...adoptionReports(events, logger),
  });
  const holding = new Holding({
    runnerId,
    clock,
    period,
    lease,
    events,
    adoption,
    dispatcher,
    journal,
    book,
    processedUntil: () => watermark.processedUntil,
    catchesUp: settings.catchesUp ?? true,
    learnHistory: async () => {
      await syncer.sync();
      return syncer.history;
    },
  });
  const settling = createSettling({
    logger,
    period,
    rows,
    syncer,
    recoveredRuns,
    manualRuns,
    takeRequests,
    successes: records.successes,
    reanchoring,
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
    onPrepared: () => settling.settleIn(),
    onRefused: (error) => deps.onRefused?.(error),
  });

  // What others see of this runner.
  const reporting = createReporting({
    deps,
    clock,
    logger,
    changes,
    events,
    period,
    rows,
    journal,
    ...records,
    book,
    executor,
    dispatcher,
    syncer,
    preparation,
    lease,
  });

  const liveOutput = new LiveOutput({
    clock,
    logger,
    output: backend.output,
    watches: backend.watches,
    running: () => book.started.running,
  });

  const parts = {
    deps,
    clock,
    logger,
    changed,
    events,
    period,
    journal,
    ...records,
    book,
    executor,
    retries,
    cancellations,
    manualRuns,
    takeRequests,
    clockWatch,
    dispatcher,
    syncer,
    reanchoring,
    watermark,
    adoption,
    holding,
    settling,
    preparation,
    ...reporting,
    liveOutput,
  };
  subscribe(parts);
  const journalContents: JournalContents = {
    liveLines: () => liveLines({ ...parts, lateness, historyId: syncer.history?.id ?? null }),
    isBehind: () => dispatcher.isBehind || book.waiting.queued.length > 0,
    uncut: () => records.counters.uncut,
    cutSoon: () => records.counters.cutSoon(),
  };
  return {
    ...createLifecycle({ ...parts, journalContents }),
    gauges: reporting.gauges,
    scheduleGauges: reporting.scheduleGauges,
    runningInline: () => [...book.started.inline()],
    flushJournal: () => journal.flush(),
  };
}
