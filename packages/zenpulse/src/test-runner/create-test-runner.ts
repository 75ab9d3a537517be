import { isTimeZone, paramsIssues, show, VERSION, type JsonObject } from '@zenpulse/core/domain';
import {
  createEngine,
  JobRegistry,
  reportedSchema,
  scheduleDefaults,
  type RegisteredJob,
} from '@zenpulse/core/engine';
import { silentLogger, type Logger } from '@zenpulse/core/ports';
import { createMemoryBackend, numberedIds } from '@zenpulse/core/testing';
import { instantOf } from '../instant.ts';
import { saveSchedule, type ScheduleInput } from '../store/save-schedule.ts';
import { savedSchedule, type SavedSchedule } from '../store/saved-schedule.ts';
import { advanceInLeaps } from './advance-in-leaps.ts';
import { durationMs } from './duration.ts';
import { exceptWhile } from './except-while.ts';
import { Quiet } from './quiet.ts';
import { runJob, type JobOutcome, type RunJobOptions } from './run-job.ts';
import { testRun, type TestRun } from './test-run.ts';
import { WaitingClock } from './waiting-clock.ts';

/** The options of a test runner. */
export interface TestRunnerOptions {
  /** The start of fake time; by default 2026-01-05T08:00:00Z, a Monday. */
  readonly now?: Date | string | number;
  /** The jobs to run; by default all that are registered. */
  readonly jobs?: readonly RegisteredJob[];
  /** The default zone of schedules; UTC by default. */
  readonly timezone?: string;
  /** By default nothing is logged. */
  readonly logger?: Logger;
  /** How many milliseconds of real time fake time waits for a job's real work; 1000 by default. */
  readonly patienceMs?: number;
}

/**
 * A real runner on fake time and without a database: things happen only in `advance` and `runJob`. Only the runner's
 * time is fake: `Date.now()` and timers inside a job are real.
 */
export interface TestRunner {
  /** The current fake time. */
  now(): Date;
  /**
   * Lets time pass, in milliseconds or words such as `"10 minutes"`; jobs that fall due meanwhile run. Periods in which
   * nothing is due are skipped, so that a month takes no longer than what happens in it.
   */
  advance(duration: number | string): Promise<void>;
  /** Calls a job once, immediately and without a schedule. Throws a TypeError for a key that is not registered. */
  runJob(jobKey: string, options?: RunJobOptions): Promise<JobOutcome>;
  /** Creates the schedule of a job or changes it, as the admin does. Throws a TypeError that names the field. */
  schedule(schedule: ScheduleInput): Promise<SavedSchedule>;
  /** All schedules, including those declared in code. */
  schedules(): Promise<readonly SavedSchedule[]>;
  /** Everything that ran, was missed or was skipped, in order of its end; with a key, only that job's. */
  runs(jobKey?: string): readonly TestRun[];
  /** Stops it: running jobs are aborted. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Runs jobs and schedules on fake time, for tests of an application: register jobs as usual and let time pass. Throws a
 * TypeError that names the option.
 */
export function createTestRunner(options: TestRunnerOptions = {}): TestRunner {
  const {
    now = '2026-01-05T08:00:00Z',
    timezone = 'UTC',
    logger = silentLogger,
    patienceMs = 1000,
  } = options;
  if (!isTimeZone(timezone)) {
    throw new TypeError(
      `timezone: expected an IANA time zone such as "Europe/Berlin", got ${show(timezone)}`,
    );
  }
  const clock = new WaitingClock(instantOf('now', now), patienceMs);
  const { backend, engine, runs, quiet, onLeap } = assemble(options.jobs, clock, timezone, logger);
  const newRunId = numberedIds('job');
  const begins = {
    timezone,
    defaultsOf: (jobKey: string) => {
      const job = jobsOf(options.jobs).find(({ key }) => key === jobKey);
      return job === undefined ? {} : scheduleDefaults(job);
    },
    paramsIssuesOf: async (jobKey: string, params: JsonObject) => {
      const schema = reportedSchema(jobsOf(options.jobs).find(({ key }) => key === jobKey)?.paramsSchema);
      return schema === null ? [] : paramsIssues(schema, params);
    },
  };
  const ready = async () => {
    await engine().start();
    return backend;
  };
  return {
    now: () => new Date(clock.now()),
    advance: async (duration) => {
      const ms = durationMs(duration);
      await ready();
      await advanceInLeaps({ clock, quietUntil: () => quiet.until(engine()), onLeap }, ms);
    },
    runJob: async (jobKey, jobOptions = {}) =>
      runJob(jobOf(options.jobs, jobKey), jobOptions, {
        runId: newRunId(),
        scheduledAt: new Date(clock.now()),
      }),
    schedule: async (schedule) => {
      const { schedules } = await ready();
      return savedSchedule(await saveSchedule(schedules, begins, schedule), clock.now());
    },
    schedules: async () => {
      const { changed } = await (await ready()).schedules.readChanges(null);
      return changed.flatMap((row) => (row.isDamaged ? [] : [savedSchedule(row.schedule, clock.now())]));
    },
    runs: (jobKey) => runs.filter((run) => jobKey === undefined || run.jobKey === jobKey),
    stop: async () => {
      const stopped = engine().stop();
      await clock.advance(5_000); // lets the time pass that stopping waits for
      await stopped;
    },
  };
}

/** Creates the engine of a runner; called at first use, after all jobs have been registered. */
function assemble(
  given: readonly RegisteredJob[] | undefined,
  clock: WaitingClock,
  timezone: string,
  logger: Logger,
) {
  const backend = createMemoryBackend(clock);
  const quiet = new Quiet(clock, backend.schedules);
  const runs: TestRun[] = [];
  let leapsUntil = 0;
  const make = () =>
    createEngine({
      backend,
      lease: backend.createLease('test-runner', 'open'),
      clock,
      logger: exceptWhile(() => clock.now() < leapsUntil, logger),
      jobs: jobsOf(given).map((job) => awaitedBy(clock, job)),
      newRunId: numberedIds('run'),
      random: () => 0,
      onResult: (result) => {
        quiet.heard(result);
        runs.push(testRun(result));
      },
      settings: {
        runnerId: 'test-runner',
        hostname: 'localhost',
        pid: process.pid,
        version: VERSION,
        isLocking: false,
        syncEverySeconds: 10,
        concurrency: 20,
        timezone,
        retentionDays: 0,
        graceSeconds: 0,
      },
    });
  let engine: ReturnType<typeof make> | null = null;
  return {
    backend,
    engine: () => (engine ??= make()),
    runs,
    quiet,
    onLeap: (until: number) => void (leapsUntil = until),
  };
}

/** The job, with fake time waiting for its work. */
function awaitedBy(clock: WaitingClock, job: RegisteredJob): RegisteredJob {
  return {
    ...job,
    fn: (context) => {
      const work = new Promise((resolve) => resolve(job.fn(context)));
      clock.waitFor(work);
      return work;
    },
  };
}

function jobsOf(given: readonly RegisteredJob[] | undefined): readonly RegisteredJob[] {
  return given ?? JobRegistry.getAllJobs();
}

function jobOf(given: readonly RegisteredJob[] | undefined, jobKey: string): RegisteredJob {
  const jobs = jobsOf(given);
  const job = jobs.find(({ key }) => key === jobKey);
  if (job !== undefined) return job;
  const known = jobs.map(({ key }) => key).join(', ') || 'none';
  throw new TypeError(`expected the key of a registered job (${known}), got ${JSON.stringify(jobKey)}`);
}
