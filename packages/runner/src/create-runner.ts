import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { VERSION } from '@zenpulse/core/domain';
import { createEngine, JobRegistry, type Engine, type RegisteredJob } from '@zenpulse/core/engine';
import { createOpenLease, silentLogger, type Backend, type Logger } from '@zenpulse/core/ports';
import {
  connect,
  newId,
  resolveSettings,
  systemClock,
  type SettingOverrides,
  type Settings,
} from '@zenpulse/store';
import { checkedRunnerOptions } from './runner-options.ts';

export interface RunnerOptions extends Omit<SettingOverrides, 'jobs'> {
  /** The jobs to run; all that are registered by default. */
  readonly jobs?: readonly RegisteredJob[];
  /** Fire only while no other runner does. */
  readonly lock?: boolean;
  /** Seconds between looks at the store that no signal asked for; 10 by default. */
  readonly syncEvery?: number;
  /** Runs at a time; 20 by default. */
  readonly concurrency?: number;
  /** Seconds that `stop` waits for running jobs; 30 by default. */
  readonly grace?: number;
  /** Says nothing by default. */
  readonly logger?: Logger;
  /** Another runner holds the lock. */
  readonly onStandby?: () => void;
  readonly onLeaseLost?: () => void;
}

/** A runner inside this process. */
export interface Runner {
  /** Opens the database and begins to fire. Throws a SettingsError for a setting that cannot be used. */
  start(): Promise<void>;
  /** Stops firing, waits for running jobs, writes everything, closes. Idempotent; may come before `start`. */
  stop(): Promise<void>;
}

export function createRunner(options: RunnerOptions = {}): Runner {
  const logger = options.logger ?? silentLogger;
  let starting: Promise<{ backend: Backend; engine: Engine }> | null = null;
  let stopping: Promise<void> | null = null;
  let isStopped = false;

  const open = async () => {
    const settings = await resolveSettings({ ...options, jobs: undefined }, process.env, process.cwd());
    const backend = await connect(settings, systemClock, logger);
    const engine = engineOn(backend, settings, options, logger);
    await engine.start();
    return { backend, engine };
  };

  return {
    start: async () => {
      if (isStopped) return;
      starting ??= open();
      await starting;
    },
    stop: () => {
      isStopped = true;
      stopping ??= (async () => {
        const started = await starting?.catch(() => null);
        await started?.engine.stop();
        await started?.backend.close();
      })();
      return stopping;
    },
  };
}

function engineOn(backend: Backend, settings: Settings, options: RunnerOptions, logger: Logger): Engine {
  const { syncEvery, concurrency, grace } = checkedRunnerOptions(options);
  const runnerId = `${hostname().replace(/[^\w.-]/g, '-')}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const isLocking = options.lock === true;
  return createEngine({
    backend,
    lease: isLocking ? backend.createLease(runnerId) : createOpenLease(),
    clock: systemClock,
    logger,
    jobs: options.jobs ?? JobRegistry.getAllJobs(),
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
      retentionDays: settings.retentionDays,
      graceSeconds: grace,
    },
    ...(options.onStandby === undefined ? {} : { onStandby: options.onStandby }),
    ...(options.onLeaseLost === undefined ? {} : { onLeaseLost: options.onLeaseLost }),
  });
}
