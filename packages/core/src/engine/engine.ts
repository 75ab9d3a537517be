import type { ScheduleFields } from '../domain/index.ts';
import { scheduleDraft } from '../domain/index.ts';
import type { Backend, Clock, Lease, Logger, RunnerSnapshot, RunnerState, Timer } from '../ports/index.ts';
import { Counters } from './counters.ts';
import { Dispatcher } from './dispatcher.ts';
import { createDuePolicy } from './due-policy.ts';
import { executionRecord } from './execution-record.ts';
import { Executor, type RunResult } from './executor.ts';
import type { RegisteredJob } from './job-registry.ts';
import { LogWriter } from './log-writer.ts';
import { createManualRuns } from './manual-runs.ts';
import { Reporter } from './reporter.ts';
import { Retries } from './retries.ts';
import { Syncer } from './syncer.ts';

const STATS_EVERY_MS = 60_000;
const PRUNE_EVERY_MS = 6 * 3_600_000;
const DAY_MS = 86_400_000;
const MAX_FRESH_LAST_RUNS = 500;
const ABORT_PATIENCE_MS = 2_000;

export interface EngineSettings {
  readonly runnerId: string;
  readonly hostname: string;
  readonly pid: number;
  readonly version: string;
  readonly hasLock: boolean;
  readonly syncEverySeconds: number;
  readonly concurrency: number;
  readonly timezone: string;
  /** 0: keep for ever. */
  readonly retentionDays: number;
  /** How long `stop` waits for running jobs. */
  readonly graceSeconds: number;
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
  /** The lease went to another runner. */
  readonly onLeaseLost?: () => void;
  /** Another runner holds the lease. */
  readonly onStandby?: () => void;
}

/** A runner's heart, from the schedules in the store to executions in it. */
export interface Engine {
  /** Reads the schedules and begins to fire once the lease is held. */
  start(): Promise<void>;
  /** Stops firing, waits for running jobs up to the grace, aborts the rest, writes everything. Idempotent. */
  stop(): Promise<void>;
}

export function createEngine(deps: EngineDeps): Engine {
  const { backend, lease, clock, logger, settings } = deps;
  const jobs = new Map(deps.jobs.map((job) => [job.key, job]));
  const counters = new Counters();
  const timers = new Set<Timer>();
  let state: RunnerState = 'standby';
  let startedAt = clock.now();
  let revisionAppliedAt: number | null = null;
  let reporter: Reporter | null = null;
  let stopping: Promise<void> | null = null;
  let unlisten: () => void = () => undefined;
  const changed = () => reporter?.changed();

  const logWriter = new LogWriter({
    clock,
    logger,
    executions: backend.executions,
    onWritten: (written) => {
      const manual = written.filter(({ origin }) => origin === 'manual').map(({ id }) => id);
      if (manual.length > 0) backend.runRequests.forget(manual).catch(ignoreForget);
    },
  });
  const ignoreForget = (error: unknown) => logger.debug({ err: error }, 'A run request stays in the table');

  const onResult = (result: RunResult): void => {
    counters.count(result);
    const record = executionRecord(result, settings);
    if (record !== null) logWriter.add(record);
    logResult(logger, result);
    retries.consider(result);
    changed();
  };

  const executor = new Executor({
    clock,
    logger,
    concurrency: settings.concurrency,
    jobOf: (key) => jobs.get(key),
    newRunId: deps.newRunId,
    mayStart: () => lease.isHeld(),
    onResult,
    onChange: changed,
  });
  const retries = new Retries({
    clock,
    random: deps.random,
    newRunId: deps.newRunId,
    submit: (run) => executor.submit(run),
  });
  const dispatcher = new Dispatcher({
    clock,
    mayDecide: () => lease.isHeld(),
    onDue: createDuePolicy({ executor, newRunId: deps.newRunId, now: () => clock.now(), onResult }),
  });
  const syncer: Syncer = new Syncer({
    clock,
    logger,
    schedules: backend.schedules,
    isRegistered: (key) => jobs.has(key),
    firing: dispatcher,
    apply: (reconciliation) => {
      dispatcher.apply(reconciliation);
      const gone = new Set(reconciliation.remove);
      if (gone.size === 0) return;
      executor.cancelWaiting((id) => gone.has(id), 'cancelled');
      retries.cancel((id) => gone.has(id));
    },
    onSynced: async () => {
      revisionAppliedAt = clock.now();
      changed();
      if (lease.isHeld()) await manualRuns.claim();
    },
  });
  const manualRuns = createManualRuns({
    clock,
    logger,
    runnerId: settings.runnerId,
    requests: backend.runRequests,
    scheduleOf: (id) => syncer.get(id),
    submit: (run) => executor.submit(run),
    onResult,
  });

  const every = (ms: number, work: () => Promise<unknown> | unknown): void => {
    const timer = clock.setTimer(ms, () => {
      timers.delete(timer);
      void Promise.resolve()
        .then(work)
        .catch((error: unknown) => logger.warn({ err: error }, 'A regular task failed; it comes again'))
        .then(() => {
          if (stopping === null) every(ms, work);
        });
    });
    timers.add(timer);
  };

  const snapshot = (): RunnerSnapshot => ({
    runnerId: settings.runnerId,
    hostname: settings.hostname,
    pid: settings.pid,
    version: settings.version,
    state,
    startedAt,
    hasLock: settings.hasLock,
    syncEverySeconds: settings.syncEverySeconds,
    concurrency: settings.concurrency,
    timezone: settings.timezone,
    revision: syncer.revision,
    revisionAppliedAt,
    jobs: deps.jobs.map(({ key, definedAt, options }) => ({
      jobKey: key,
      definedAt,
      declared:
        options.triggerType === undefined
          ? null
          : { ...options, jobKey: key, triggerType: options.triggerType },
    })),
    runningNow: [...executor.active].map(({ run, startedAt: since }) => ({
      runId: run.runId,
      scheduleId: run.schedule.id,
      jobKey: run.schedule.jobKey,
      startedAt: since,
    })),
    problems: [
      ...(syncer.isFailing ? ['The database does not answer: schedules are those of the last sync.'] : []),
      ...(logWriter.isBehind ? [`${logWriter.waitingCount} executions wait for the database.`] : []),
    ],
    freshLastRuns: counters.freshLastRuns(MAX_FRESH_LAST_RUNS),
  });

  const becomeActive = (): void => {
    state = 'active';
    dispatcher.resume(clock.now());
    void reporter?.now();
    manualRuns.claim().catch((error: unknown) => logger.warn({ err: error }, 'Runs by hand wait'));
    logger.info({ schedules: dispatcher.size }, 'This runner fires');
  };

  const becomeStandby = (): void => {
    state = 'standby';
    dispatcher.pause();
    executor.cancelWaiting(() => true, 'runner-stopped');
    void reporter?.now();
  };

  const prune = async (): Promise<void> => {
    if (settings.retentionDays === 0 || !lease.isHeld()) return;
    const deleted = await backend.executions.deleteWhere({
      to: clock.now() - settings.retentionDays * DAY_MS,
    });
    if (deleted > 0)
      logger.info({ deleted }, `Executions older than ${settings.retentionDays} days were deleted`);
  };

  const flushStats = async (): Promise<void> => {
    await counters.flush(backend.stats);
    changed();
  };

  const createSchedulesFromCode = async (): Promise<void> => {
    for (const { key, options } of deps.jobs) {
      if (options.triggerType === undefined) continue;
      const fields: ScheduleFields = scheduleDraft(settings.timezone).parse({ ...options, jobKey: key });
      if ((await backend.schedules.createFromCode(fields)) !== null) {
        logger.info({ jobKey: key }, 'A schedule was created from code');
      }
    }
  };

  const start = async (): Promise<void> => {
    startedAt = clock.now();
    const report = await backend.runners.open(settings.runnerId);
    reporter = new Reporter({ clock, logger, report, snapshot });
    await createSchedulesFromCode();
    unlisten = backend.signal.listen(() => void syncer.sync());
    await syncer.sync();
    await reporter.now();
    reporter.start();
    lease.start({
      onAcquired: becomeActive,
      onLost: (reason) => {
        logger.warn({ reason }, 'The lease was lost; this runner fires nothing until it has it again');
        becomeStandby();
        deps.onLeaseLost?.();
      },
      onWaiting: () => {
        logger.info({}, 'Another runner holds the lease; this one stands by');
        deps.onStandby?.();
      },
    });
    every(settings.syncEverySeconds * 1000, () =>
      backend.signal.mayHaveChanged() || syncer.isFailing ? syncer.sync() : undefined,
    );
    every(STATS_EVERY_MS, flushStats);
    every(PRUNE_EVERY_MS, prune);
    await prune().catch((error: unknown) => logger.warn({ err: error }, 'Old executions were not deleted'));
  };

  const drain = async (): Promise<void> => {
    executor.cancelWaiting(() => true, 'runner-stopped');
    if (executor.activeCount > 0) {
      logger.info(
        { running: executor.activeCount },
        `Waiting up to ${settings.graceSeconds} s for running jobs`,
      );
    }
    if (await isDoneWithin(clock, executor.idle(), settings.graceSeconds * 1000)) return;
    logger.warn({ running: executor.activeCount }, 'Running jobs are aborted');
    executor.abortAll('the runner stops');
    await isDoneWithin(clock, executor.idle(), ABORT_PATIENCE_MS);
  };

  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      unlisten();
      for (const timer of timers) timer.cancel();
      dispatcher.pause();
      retries.cancel(() => true);
      await drain();
      state = 'stopped';
      await logWriter.flush();
      await flushStats().catch((error: unknown) => logger.warn({ err: error }, 'Counters were not written'));
      logWriter.stop();
      await reporter?.stop();
      await lease.stop();
    })();
    return stopping;
  };

  return { start, stop };
}

/** Whether `work` ended within `ms`. */
function isDoneWithin(clock: Clock, work: Promise<void>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = clock.setTimer(ms, () => resolve(false));
    void work.then(() => {
      timer.cancel();
      resolve(true);
    });
  });
}

function logResult(logger: Logger, { run, status, reason, durationMs, thrown }: RunResult): void {
  const facts = { jobKey: run.schedule.jobKey, runId: run.runId, status, durationMs };
  if (status === 'success') logger.debug(facts, 'A job succeeded');
  else if (thrown !== null && status === 'fail')
    logger.error({ ...facts, err: asError(thrown.value) }, 'A job failed');
  else
    logger.warn(
      { ...facts, reason, scheduledAt: new Date(run.scheduledAt).toISOString() },
      `A run was ${status}`,
    );
}

/** Loggers read fields of an error; a hostile value shall not throw there. */
function asError(value: unknown): { type: string; message: string } {
  try {
    const { name, message } = value as Error;
    return { type: String(name), message: String(message) };
  } catch {
    return { type: 'unknown', message: 'a value that cannot be described' };
  }
}
