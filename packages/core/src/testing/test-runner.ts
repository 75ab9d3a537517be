import type { Execution, ScheduleFields, Schedule } from '../domain/index.ts';
import {
  createEngine,
  type Engine,
  type EngineSettings,
  type JobContext,
  type JobFunction,
  type ParamsSchema,
  type RegisteredJob,
} from '../engine/index.ts';
import type { RedactHook } from '../ports/index.ts';
import { FakeClock } from './fake-clock.ts';
import { createMemoryBackend, type MemoryBackend } from './memory/memory-backend.ts';
import { numberedIds } from './numbered-ids.ts';
import { createRecordingLogger, type RecordingLogger } from './recording-logger.ts';
import { BY_TEST, sampleFields } from './samples.ts';

export interface TestRunnerOptions {
  readonly jobs?: Readonly<Record<string, JobFunction>>;
  /** By job key. */
  readonly paramsSchemas?: Readonly<Record<string, ParamsSchema>>;
  readonly settings?: Partial<EngineSettings>;
  /** True to compete for the backend's lease; otherwise the runner is active at once. */
  readonly isLocking?: boolean;
  /** Shares time and data with another test runner. */
  readonly beside?: TestRunner;
  /** In [0, 1); by default 0: retries wait for their full pause. */
  readonly random?: () => number;
  /** The hook of the configuration. */
  readonly redact?: RedactHook;
  /** True if metrics are requested. */
  readonly gaugesSchedules?: boolean;
}

/** A real engine on fake time and a memory backend: time passes only with `clock.advance`. */
export interface TestRunner {
  readonly clock: FakeClock;
  readonly backend: MemoryBackend;
  readonly logger: RecordingLogger;
  readonly engine: Engine;
  /** Creates a schedule, by default an interval of a minute. */
  schedule(fields?: Partial<ScheduleFields>): Promise<Schedule>;
  /** Requests a run by hand, with params of its own or the schedule's; resolves to its id. */
  runNow(scheduleId: string, params?: unknown): Promise<string>;
  /** Requests that a run ends. */
  cancel(runId: string): Promise<void>;
  /** The recorded executions, oldest first. */
  executions(): Promise<readonly Execution[]>;
  /** Stops the engine, letting the time pass that running jobs need. */
  stop(): Promise<void>;
  /**
   * What `kill -9` does to its process: none of its code runs any more, its lease is not released, and its journal
   * waits for an adopter: a runner created `beside` it. An `unseen` death cannot be proven, as on another host.
   */
  crash(death?: 'seen' | 'unseen'): void;
}

export function createTestRunner(options: TestRunnerOptions = {}): TestRunner {
  const { jobs = {}, paramsSchemas = {}, beside, isLocking = false, random = () => 0 } = options;
  const clock = beside?.clock ?? new FakeClock();
  const backend = beside?.backend ?? createMemoryBackend(clock);
  const runnerId = options.settings?.runnerId ?? 'runner-1';
  const own = backend.secondProcess();
  const logger = createRecordingLogger();
  const newRequestId = numberedIds(`${runnerId}-request`);
  const settings: EngineSettings = {
    hostname: 'host-1',
    pid: 4242,
    version: '0.0.0',
    isLocking,
    syncEverySeconds: 10,
    concurrency: 20,
    timezone: 'UTC',
    retentionDays: 90,
    graceSeconds: 30,
    ...options.settings,
    runnerId,
  };
  const engine = createEngine({
    backend: own,
    lease: own.createLease(runnerId, isLocking ? 'locking' : 'open'),
    clock: own.clock,
    logger,
    ...(options.redact === undefined ? {} : { redact: options.redact }),
    gaugesSchedules: options.gaugesSchedules ?? false,
    jobs: Object.entries(jobs).map(([key, fn]): RegisteredJob => {
      const job = { key, fn: (context: JobContext) => own.within(() => fn(context)), options: {} };
      const paramsSchema = paramsSchemas[key];
      return { ...job, definedAt: 'test', ...(paramsSchema === undefined ? {} : { paramsSchema }) };
    }),
    newRunId: numberedIds(`${runnerId}-run`),
    random,
    settings,
  });
  return {
    clock,
    backend,
    logger,
    engine,
    schedule: (fields) => backend.schedules.create(sampleFields(fields), BY_TEST),
    runNow: async (scheduleId, params) => {
      const request = { id: newRequestId(), scheduleId, requestedAt: clock.now() };
      const { id } = request;
      await backend.runRequests.add(params === undefined ? request : { ...request, params });
      return id;
    },
    cancel: (runId) => backend.cancelRequests.add({ runId, requestedAt: clock.now() }),
    executions: async () => [...backend.records()].reverse(),
    stop: async () => {
      const stopped = engine.stop();
      await clock.advance((settings.graceSeconds + 3) * 1000);
      await stopped;
    },
    crash: (death) => own.kill(death),
  };
}
