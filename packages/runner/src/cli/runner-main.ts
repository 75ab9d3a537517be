import type { Logger } from '@zenpulse/core/ports';
import { resolveSettings } from '@zenpulse/store';
import { createLogger } from '../create-logger.ts';
import { createRunner, type Runner } from '../create-runner.ts';
import { findJobModules } from '../jobs/find-job-modules.ts';
import { loadJobModules } from '../jobs/load-job-modules.ts';
import { KeptListeners } from '../outlive/kept-listeners.ts';
import { outliveJobs } from '../outlive/outlive-jobs.ts';
import { usageError } from './command-error.ts';
import { EXIT_TEMPFAIL, EXIT_USAGE } from './exit-codes.ts';
import { createProcessShell } from './process-shell.ts';
import { printPlan } from './print-plan.ts';
import { runCommand } from './run-command.ts';
import { runnerCommand, type RunnerFlags } from './runner-command.ts';

/** `zenpulse-runner`: the outermost file. It alone ends the process and hears its signals. */
export async function runnerMain(argv: readonly string[]): Promise<void> {
  const command = runnerCommand();
  let isRunning = false;
  command.action(async () => {
    const flags = command.opts<RunnerFlags>();
    if (flags.json && !flags.plan) throw usageError('--json: expected together with --plan');
    if (!flags.standby && !flags.lock) throw usageError('--no-standby: expected together with --lock');
    if (flags.plan) return printPlan(createProcessShell(), flags);
    await run(flags);
    isRunning = true;
  });
  const code = await runCommand(command, argv);
  if (code !== 0 || !isRunning) process.exit(code);
}

async function run(flags: RunnerFlags): Promise<void> {
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
  logger.info({ database: database.label, stateDir, jobs: modules, timezone }, 'Settings');
  for (const note of settings.notes) logger.warn({}, note);
  const jobs = await loadJobModules(modules);
  logger.info(
    { jobs: jobs.map(({ key }) => key) },
    `${jobs.length} ${jobs.length === 1 ? 'job is' : 'jobs are'} registered`,
  );

  const listeners = new KeptListeners();
  const leave = () => void stopAndExit(runner, logger, EXIT_TEMPFAIL);
  const { lock, syncEvery, concurrency, grace, threads, http } = flags;
  const runner: Runner = createRunner({
    ...said({ database: flags.database, timezone: flags.timezone, http, threads }),
    lock,
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
      void stopAndExit(runner, logger, EXIT_USAGE);
    },
    ...(flags.standby ? {} : { onStandby: leave, onLeaseLost: leave }),
  });
  hearSignals(runner, listeners, logger);
  await runner.start();
}

/** Without what was not said. */
function said<T extends object>(flags: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  const entries = Object.entries(flags).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof T]?: Exclude<T[Name], undefined> }; // the same, less the undefined
}

function hearSignals(runner: Runner, listeners: KeptListeners, logger: Logger): void {
  let heard = 0;
  const onSignal = (signal: NodeJS.Signals) => {
    heard += 1;
    if (heard > 1) process.exit(130);
    logger.info({ signal }, 'Stopping; once more ends at once');
    void stopAndExit(runner, logger, 0);
  };
  listeners.keep('SIGTERM', onSignal);
  listeners.keep('SIGINT', onSignal);
}

async function stopAndExit(runner: Runner, logger: Logger, code: number): Promise<void> {
  try {
    await runner.stop();
    logger.info({}, 'Stopped');
    process.exit(code);
  } catch (error) {
    logger.error({ err: error }, 'The stop failed');
    process.exit(1);
  }
}
