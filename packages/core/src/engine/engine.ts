import type { Backend, Clock, Lease, Logger, RunnerState } from '../ports/index.ts';
import { Counters } from './counters.ts';
import { Dispatcher } from './dispatcher.ts';
import { drainExecutor } from './drain-executor.ts';
import { createDuePolicy } from './due-policy.ts';
import { executionRecord } from './execution-record.ts';
import { Executor, type RunResult } from './executor.ts';
import type { RegisteredJob } from './job-registry.ts';
import { logResult } from './log-result.ts';
import { LogWriter } from './log-writer.ts';
import { createManualRuns } from './manual-runs.ts';
import { RegularTasks } from './regular-tasks.ts';
import { Reporter } from './reporter.ts';
import { Retries } from './retries.ts';
import { runnerSnapshot } from './runner-snapshot.ts';
import { createSchedulesFromCode } from './schedules-from-code.ts';
import { Syncer } from './syncer.ts';

const STATS_EVERY_MS = 60_000;
const PRUNE_EVERY_MS = 6 * 3_600_000;
const DAY_MS = 86_400_000;

export interface EngineSettings {
  readonly runnerId: string;
  readonly hostname: string;
  readonly pid: number;
  readonly version: string;
  readonly isLocking: boolean;
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
  /** Every run's end, whatever its log policy. */
  readonly onResult?: (result: RunResult) => void;
}

/** A runner's heart, from the schedules in the store to executions in it. */
export interface Engine {
  /** Reads the schedules and begins to fire once the lease is held. Idempotent; nothing after `stop`. */
  start(): Promise<void>;
  /** Stops firing, waits for running jobs up to the grace, aborts the rest, writes everything. Idempotent. */
  stop(): Promise<void>;
}

export function createEngine(deps: EngineDeps): Engine {
  const { backend, lease, clock, logger, settings } = deps;
  const jobs = new Map(deps.jobs.map((job) => [job.key, job]));
  const counters = new Counters();
  const tasks = new RegularTasks(clock, logger);
  let state: RunnerState = 'standby';
  let startedAt = clock.now();
  let revisionAppliedAt: number | null = null;
  let reporter: Reporter | null = null;
  let starting: Promise<void> | null = null;
  let stopping: Promise<void> | null = null;
  let isClaimDue = false;
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
    deps.onResult?.(result);
    if (stopping === null) retries.consider(result);
    changed();
  };

  const executor = new Executor({
    clock,
    logger,
    concurrency: settings.concurrency,
    jobOf: (key) => jobs.get(key),
    newRunId: deps.newRunId,
    mayStart: () => lease.isHeld() && stopping === null,
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
    onSetBack: (byMs) =>
      logger.warn({ byMs }, 'The clock was set back: what is due counts from its new time'),
  });
  const syncer: Syncer = new Syncer({
    clock,
    logger,
    schedules: backend.schedules,
    isRegistered: (key) => jobs.has(key),
    firing: dispatcher,
    apply: (reconciliation) => {
      dispatcher.apply(reconciliation);
      const stopped = new Set(reconciliation.remove);
      const isDeleted = (id: string) => syncer.get(id) === undefined;
      // A run by hand works on a disabled schedule too; deleted, it is gone as well.
      executor.cancelWaiting(
        ({ schedule: { id }, origin }) => isDeleted(id) || (origin !== 'manual' && stopped.has(id)),
        'cancelled',
      );
      retries.cancel((id) => isDeleted(id) || stopped.has(id));
    },
    takeRequests: async () => {
      if (lease.isHeld() && stopping === null) await claim();
    },
    onSynced: (revision) => {
      revisionAppliedAt = clock.now();
      logger.debug({ revision, schedules: dispatcher.size }, 'In step with the schedules');
      void reporter?.now();
    },
  });
  const manualRuns = createManualRuns({
    clock,
    logger,
    runnerId: settings.runnerId,
    requests: backend.runRequests,
    // A schedule may be as new as the request for it.
    scheduleOf: async (id) => syncer.get(id) ?? backend.schedules.get(id),
    submit: (run) => executor.submit(run),
    onResult,
  });

  const claim = async (): Promise<void> => {
    isClaimDue = true;
    await manualRuns.claim();
    isClaimDue = false;
  };

  /** A request may be for a schedule as new as itself, so the schedules come first (and may bring the requests). */
  const syncAndClaim = async (): Promise<void> => {
    isClaimDue = true;
    if ((await syncer.sync()) && isClaimDue && lease.isHeld() && stopping === null) await claim();
  };

  const snapshot = () =>
    runnerSnapshot(
      { settings, jobs: deps.jobs, syncer, executor, logWriter, counters },
      { state, startedAt, revisionAppliedAt },
    );

  const becomeActive = (): void => {
    state = 'active';
    dispatcher.resume(clock.now());
    void reporter?.now();
    syncAndClaim().catch((error: unknown) => logger.warn({ err: error }, 'Runs by hand wait'));
    logger.info({ schedules: dispatcher.size }, 'This runner fires');
  };

  const becomeStandby = (): void => {
    state = 'standby';
    dispatcher.pause();
    retries.cancel(() => true);
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

  const open = async (): Promise<void> => {
    startedAt = clock.now();
    const report = await backend.runners.open(settings.runnerId);
    reporter = new Reporter({ clock, logger, report, snapshot });
    await createSchedulesFromCode(deps.jobs, backend.schedules, settings.timezone, logger);
    unlisten = backend.signal.listen(() => void syncer.sync());
    await syncer.sync();
    await reporter.now();
    if (stopping !== null) return;
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
    tasks.every(settings.syncEverySeconds * 1000, () => {
      if (isClaimDue && lease.isHeld()) return syncAndClaim();
      return backend.signal.mayHaveChanged() || syncer.isFailing ? syncer.sync() : undefined;
    });
    tasks.every(STATS_EVERY_MS, flushStats);
    tasks.every(PRUNE_EVERY_MS, prune);
    await prune().catch((error: unknown) => logger.warn({ err: error }, 'Old executions were not deleted'));
  };

  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      await starting?.catch(() => undefined); // whoever started it was told
      unlisten();
      tasks.stop();
      dispatcher.pause();
      retries.cancel(() => true);
      await drainExecutor(executor, settings.graceSeconds, clock, logger);
      executor.cancelWaiting(() => true, 'runner-stopped'); // what a claim on its way brought meanwhile
      state = 'stopped';
      await logWriter.flush();
      await flushStats().catch((error: unknown) => logger.warn({ err: error }, 'Counters were not written'));
      logWriter.stop();
      await reporter?.stop();
      await lease.stop();
    })();
    return stopping;
  };

  const start = (): Promise<void> => {
    starting ??= stopping === null ? open() : Promise.resolve();
    return starting;
  };

  return { start, stop };
}
