import type { Logger } from '@zenpulse/core/ports';
import { resolveSettings, systemClock } from '@zenpulse/store';
import { createLogger } from '../create-logger.ts';
import { createObservedRunner, type ObservedRunner } from '../create-runner.ts';
import { findJobModules } from '../jobs/find-job-modules.ts';
import { loadJobModules, type LoadedModules } from '../jobs/load-job-modules.ts';
import { moduleBeingLoaded } from '../jobs/module-being-loaded.ts';
import { KeptListeners } from '../outlive/kept-listeners.ts';
import { outliveJobs } from '../outlive/outlive-jobs.ts';
import type { HeardSignals } from '../process/hear-signals.ts';
import { leaveWhenWritten } from '../process/leave-when-written.ts';
import type { ProcessEnd } from '../process/process-end.ts';
import { usageError } from './command-error.ts';
import { EXIT_INTERRUPTED, EXIT_TEMPFAIL, EXIT_USAGE } from './exit-codes.ts';
import { createProcessShell } from './process-shell.ts';
import { printPlan } from './print-plan.ts';
import { runCommand } from './run-command.ts';
import { runnerCommand, type RunnerFlags } from './runner-command.ts';
import { stopModules } from './stop-modules.ts';

/** What the first lines of the process set up before anything else was loaded. */
export interface RunnerProcess {
  readonly end: ProcessEnd;
  readonly signals: HeardSignals;
}

/** Runs `zenpulse-runner` from its arguments to its end. */
export async function runnerMain(argv: readonly string[], own: RunnerProcess): Promise<void> {
  const command = runnerCommand();
  let runner: ObservedRunner | null = null;
  own.end.during(() => {
    const module = moduleBeingLoaded();
    if (module !== null) return { kind: 'loading', module };
    return { kind: 'running', jobKeys: runner?.runningInline() ?? [] };
  });
  command.action(async () => {
    const flags = command.opts<RunnerFlags>();
    if (flags.json && !flags.plan) throw usageError('--json: expected together with --plan');
    if (!flags.standby && !flags.lock) throw usageError('--no-standby: expected together with --lock');
    if (flags.plan) {
      own.signals.onStop(() => own.end.leave(EXIT_INTERRUPTED));
      return printPlan(createProcessShell(), flags);
    }
    runner = await prepare(flags, own);
    await runner.start();
  });
  const code = await runCommand(command, argv);
  if (code !== 0 || runner === null) leaveWhenWritten(own.end)(code);
}

/** Creates a runner with the jobs of its modules; the process's signals stop it. */
async function prepare(flags: RunnerFlags, { end, signals }: RunnerProcess): Promise<ObservedRunner> {
  const settings = await resolveSettings(
    { database: flags.database, timezone: flags.timezone, jobs: flags.jobs },
    process.env,
    process.cwd(),
  );
  console.log(`Starting ZenPulse Scheduler (Sync: ${flags.syncEvery}s, Lock: ${flags.lock})...`);
  const { database, stateDir, timezone } = settings;
  console.log(`Database: ${database.label}, state in ${stateDir}`);
  const modules = findJobModules(settings);
  const logger = createLogger(flags.logLevel);
  const { node, tz: zoneData } = process.versions;
  logger.info({ database: database.label, stateDir, jobs: modules, timezone, node, zoneData }, 'Settings');
  for (const note of settings.notes) logger.warn({}, note);
  if (process.pid === 1) logger.warn({}, NO_INIT);
  const loaded = await loadJobModules(modules);
  const { jobs } = loaded;
  for (const remark of loaded.remarks) logger.warn({}, remark);
  logger.info(
    { jobs: jobs.map(({ key }) => key) },
    `${jobs.length} ${jobs.length === 1 ? 'job is' : 'jobs are'} registered`,
  );

  const listeners = new KeptListeners();
  const { lock, catchUp, syncEvery, concurrency, grace, threads, http } = flags;
  const stopAndLeave = (code: number) => void stopInOrder({ runner, loaded, grace, logger, end }, code);
  const leave = () => stopAndLeave(EXIT_TEMPFAIL);
  const runner = createObservedRunner({
    ...said({ database: flags.database, timezone: flags.timezone, http, threads }),
    lock,
    catchUp,
    syncEvery,
    concurrency,
    grace,
    stateDir,
    jobs: outliveJobs(jobs, listeners, logger),
    jobModules: modules,
    watchdog: true,
    logger,
    onRefused: (error) => {
      logger.error({}, error.message);
      stopAndLeave(EXIT_USAGE);
    },
    ...(flags.standby ? {} : { onStandby: leave, onLeaseLost: leave }),
  });
  for (const name of signals.names) listeners.keep(name, signals.listener);
  listeners.keep('exit', end.onExit);
  signals.onStop((signal) => {
    logger.info({ signal }, 'Stopping; another signal ends the process at once');
    stopAndLeave(0);
  });
  return runner;
}

/** Removes undefined properties. */
function said<T extends object>(flags: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  const entries = Object.entries(flags).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof T]?: Exclude<T[Name], undefined> }; // the same without undefined
}

const NO_INIT =
  'The runner is process 1 of its container: child processes that jobs leave behind stay as zombies. Start the container with an init: docker run --init, or init: true in compose';

interface Stop {
  readonly runner: ObservedRunner;
  readonly loaded: LoadedModules;
  readonly grace: number;
  readonly logger: Logger;
  readonly end: ProcessEnd;
}

async function stopInOrder({ runner, loaded, grace, logger, end }: Stop, code: number): Promise<void> {
  const until = systemClock.monotonic() + grace * 1000;
  try {
    await runner.stop();
    await stopModules(loaded.stops, until, systemClock, logger);
    logger.info({}, 'Stopped');
    end.leave(code);
  } catch (error) {
    logger.error({ err: error }, 'The stop failed');
    end.leave(1);
  }
}
