import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { VERSION } from '@zenpulse/core/domain';
import {
  createEngine,
  foldingLogger,
  JobRegistry,
  type Engine,
  type EngineDeps,
  type RegisteredJob,
} from '@zenpulse/core/engine';
import {
  silentLogger,
  type Backend,
  type JobThreads,
  type Logger,
  type StoreError,
} from '@zenpulse/core/ports';
import {
  connect,
  namedProblem,
  newId,
  resolveSettings,
  systemClock,
  type SettingOverrides,
  type Settings,
} from '@zenpulse/store';
import { checkRunnerOptions } from './check-runner-options.ts';
import { openProbes, type Probes } from './http/open-probes.ts';
import { checkedRunnerOptions } from './runner-options.ts';
import { threadsFor } from './threads/threads-for.ts';
import { createCpuMeter } from './watchdog/cpu-meter.ts';
import { openWatchdog, quietWatchdog, type OpenWatchdog } from './watchdog/open-watchdog.ts';

/** The options of a runner. Omitted ones come from the environment, the configuration file, or the defaults. */
export interface RunnerOptions extends Omit<SettingOverrides, 'jobs'> {
  /** The jobs to run; by default all that are registered. */
  readonly jobs?: readonly RegisteredJob[];
  /** Modules or folders that register the jobs: threads load them for jobs with `isolation: 'thread'`. */
  readonly jobModules?: readonly string[];
  /** True: fires only while no other runner does, and stands by otherwise. False by default. */
  readonly lock?: boolean;
  /** False: occurrences due before this runner is first active are not caught up. True by default. */
  readonly catchUp?: boolean;
  /** Seconds between regular looks at the store; 10 by default. */
  readonly syncEvery?: number;
  /** How many runs at a time; 20 by default. */
  readonly concurrency?: number;
  /** How many threads for jobs with `isolation: 'thread'`; by default the number of processors, at least 4. */
  readonly threads?: number;
  /** Starts a thread that reports on stderr which job blocks the event loop, while it does. Off by default. */
  readonly watchdog?: boolean;
  /** How many seconds `stop` waits for running jobs; 30 by default. */
  readonly grace?: number;
  /**
   * Serves `/healthz`, `/readyz` and `/metrics` on this port of this machine, or on an address such as `0.0.0.0:9090`.
   */
  readonly http?: number | string;
  /** By default nothing is logged. */
  readonly logger?: Logger;
  /** Called when another runner holds the lock. */
  readonly onStandby?: () => void;
  /** Called when another runner has taken the lock: this one fires nothing until it has it again. */
  readonly onLeaseLost?: () => void;
  /** Called when, after an outage, the database answers with a permanent error, such as an old schema. */
  readonly onRefused?: (error: StoreError) => void;
}

/** A runner inside this process. */
export interface Runner {
  /**
   * Opens the database and begins to fire; further calls return the first one's promise. Throws a SettingsError for a
   * setting that cannot be used and a StoreError for tables that are not up to date; then nothing stays open, and it
   * may be called again. Throws after `stop`.
   */
  start(): Promise<void>;
  /**
   * Stops firing, waits for running jobs, writes everything, and closes for good. Idempotent; may be called before
   * `start`.
   */
  stop(): Promise<void>;
}

/** A runner that also reports which jobs run, for the process around it. */
export interface ObservedRunner extends Runner {
  /** The jobs running in this thread; the one whose function is being called comes first. */
  runningInline(): readonly string[];
}

/**
 * A runner inside this process, for tests and small applications: `zenpulse-runner` without its own process. It fires
 * from `start` to `stop`. Throws a SettingsError that names an option which cannot be used.
 */
export function createRunner(options: RunnerOptions = {}): Runner {
  const { start, stop } = createObservedRunner(options);
  return { start, stop };
}

/** The same, with access to what runs. */
export function createObservedRunner(options: RunnerOptions): ObservedRunner {
  checkRunnerOptions(options);
  const logger = options.logger ?? silentLogger;
  const runnerId = `${hostname().replace(/[^\w.-]/g, '-')}-${process.pid}-${randomUUID().slice(0, 8)}`;
  let backend: Backend | null = null;
  let engine: Engine | null = null;
  let probes: Probes | null = null;
  let threads: JobThreads | null = null;
  let watchdog: OpenWatchdog = quietWatchdog;
  let starting: Promise<void> | null = null;
  let stopping: Promise<void> | null = null;
  let isStopped = false;
  /**
   * A job may call `process.exit`: this writes the runs that ended in the same turn, so that the next runner knows
   * them.
   */
  const onExit = () => engine?.flushJournal();

  const open = async (): Promise<void> => {
    const { concurrency } = checkedRunnerOptions(options);
    const jobs = options.jobs ?? JobRegistry.getAllJobs();
    if (options.http !== undefined) {
      probes = await openProbes({
        http: options.http,
        runnerId,
        jobKeys: jobs.map(({ key }) => key),
        concurrency,
        logger,
        gauges: () => engine?.gauges() ?? null,
        scheduleGauges: () => engine?.scheduleGauges() ?? null,
        isStopping: () => isStopped,
      });
    }
    const { database, stateDir, timezone, retentionDays, redact } = options;
    const overrides = { database, stateDir, timezone, retentionDays, redact, jobs: options.jobModules };
    const settings = await resolveSettings(overrides, process.env, process.cwd());
    threads = await threadsFor(jobs, options, settings, logger);
    backend = await connect(settings, systemClock, foldingLogger(logger, systemClock));
    if (options.watchdog === true) {
      watchdog = openWatchdog(
        jobs.map(({ key }) => key),
        logger,
      );
    }
    engine = createEngine({
      ...engineDeps({ backend, settings, options, runnerId, logger }),
      jobs,
      watchdog,
      cpu: createCpuMeter(),
      ...(threads === null ? {} : { threads }),
      ...(probes === null
        ? {}
        : { onResult: probes.onResult, onBlocked: probes.onBlocked, gaugesSchedules: true }),
    });
    process.on('exit', onExit);
    await engine.start().catch((error: unknown) => {
      throw namedProblem(error, settings.database.label);
    });
  };

  const close = async (): Promise<void> => {
    try {
      await engine?.stop();
    } finally {
      await threads?.close();
      await watchdog.close();
      await backend?.close();
      await probes?.close();
      process.off('exit', onExit);
      engine = backend = probes = threads = null;
      watchdog = quietWatchdog;
    }
  };

  return {
    runningInline: () => engine?.runningInline() ?? [],
    start: async () => {
      if (isStopped)
        throw new Error('this runner was stopped and stays so; create another one to start again');
      starting ??= open().catch(async (error: unknown) => {
        await close().catch((also: unknown) =>
          logger.debug({ err: also }, 'An opened resource could not be closed'),
        );
        starting = null;
        throw error;
      });
      await starting;
    },
    stop: () => {
      isStopped = true;
      stopping ??= (async () => {
        await starting?.catch(() => undefined); // the caller of start has the error
        await close();
      })();
      return stopping;
    },
  };
}

function engineDeps(given: {
  readonly backend: Backend;
  readonly settings: Settings;
  readonly options: RunnerOptions;
  readonly runnerId: string;
  readonly logger: Logger;
}): Omit<EngineDeps, 'jobs'> {
  const { backend, settings, options, runnerId, logger } = given;
  const { syncEvery, concurrency, grace } = checkedRunnerOptions(options);
  const isLocking = options.lock === true;
  return {
    backend,
    lease: backend.createLease(runnerId, isLocking ? 'locking' : 'open'),
    clock: backend.clock,
    logger,
    newRunId: newId,
    random: Math.random,
    settings: {
      runnerId,
      hostname: hostname(),
      pid: process.pid,
      version: VERSION,
      isLocking,
      syncEverySeconds: syncEvery,
      concurrency,
      timezone: settings.timezone,
      node: process.versions.node,
      ...(process.versions['tz'] === undefined ? {} : { zoneData: process.versions['tz'] }),
      retentionDays: settings.retentionDays,
      graceSeconds: grace,
      catchesUp: options.catchUp ?? true,
      isPaused: settings.isPaused,
    },
    ...(settings.redact === undefined ? {} : { redact: settings.redact }),
    ...(options.onStandby === undefined ? {} : { onStandby: options.onStandby }),
    ...(options.onRefused === undefined ? {} : { onRefused: options.onRefused }),
    ...(options.onLeaseLost === undefined ? {} : { onLeaseLost: options.onLeaseLost }),
  };
}
