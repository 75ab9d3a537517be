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

/** How a runner shall run; what is not said comes from the environment, the configuration file, and the defaults. */
export interface RunnerOptions extends Omit<SettingOverrides, 'jobs'> {
  /** The jobs to run; all that are registered by default. */
  readonly jobs?: readonly RegisteredJob[];
  /** Modules or folders that register the jobs: threads load them for jobs with `isolation: 'thread'`. */
  readonly jobModules?: readonly string[];
  /** Fire only while no other runner does, and stand by otherwise; false by default. */
  readonly lock?: boolean;
  /** False: what fell due before this runner fires for the first time is not caught up. True by default. */
  readonly catchUp?: boolean;
  /** Seconds between looks at the store that no signal asked for; 10 by default. */
  readonly syncEvery?: number;
  /** Runs at a time; 20 by default. */
  readonly concurrency?: number;
  /** Threads for jobs with `isolation: 'thread'`; as many as the machine has processors, 4 at least, by default. */
  readonly threads?: number;
  /** A thread that says on stderr which job blocks the event loop, while it does. Off by default. */
  readonly watchdog?: boolean;
  /** Seconds that `stop` waits for running jobs; 30 by default. */
  readonly grace?: number;
  /** Answers `/healthz`, `/readyz` and `/metrics` on this port of this machine, or on an address such as `0.0.0.0:9090`. */
  readonly http?: number | string;
  /** Says nothing by default. */
  readonly logger?: Logger;
  /** Another runner holds the lock. */
  readonly onStandby?: () => void;
  /** Another runner has taken the lock: this one fires nothing until it has it again. */
  readonly onLeaseLost?: () => void;
  /** A database that had been away answers with something that no waiting cures, such as an old schema. */
  readonly onRefused?: (error: StoreError) => void;
}

/** A runner inside this process. */
export interface Runner {
  /**
   * Opens the database and begins to fire; a second call is the first one's. Throws a SettingsError for a setting that
   * cannot be used and a StoreError for tables that are not up to date; then nothing stays open, and it may be called
   * again. Throws after `stop`.
   */
  start(): Promise<void>;
  /** Stops firing, waits for running jobs, writes everything, closes. Idempotent; may come before `start`. For good. */
  stop(): Promise<void>;
}

/** A runner that can be asked what runs: for the process that is made of it. */
export interface ObservedRunner extends Runner {
  /** The jobs that run in this thread right now, the one whose function is being called first. */
  runningInline(): readonly string[];
}

/**
 * A runner inside this process, for tests and small applications: what `zenpulse-runner` is, without its process. It fires
 * from `start` to `stop`. Throws a SettingsError that names an option which cannot be used.
 */
export function createRunner(options: RunnerOptions = {}): Runner {
  const { start, stop } = createObservedRunner(options);
  return { start, stop };
}

/** The same, with a view of what runs. */
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
  /** A job may end the process with `process.exit`: what ended in that turn is known to the next runner. */
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
          logger.debug({ err: also }, 'What had been opened does not close'),
        );
        starting = null;
        throw error;
      });
      await starting;
    },
    stop: () => {
      isStopped = true;
      stopping ??= (async () => {
        await starting?.catch(() => undefined); // whoever started it was told
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
    },
    ...(settings.redact === undefined ? {} : { redact: settings.redact }),
    ...(options.onStandby === undefined ? {} : { onStandby: options.onStandby }),
    ...(options.onRefused === undefined ? {} : { onRefused: options.onRefused }),
    ...(options.onLeaseLost === undefined ? {} : { onLeaseLost: options.onLeaseLost }),
  };
}
