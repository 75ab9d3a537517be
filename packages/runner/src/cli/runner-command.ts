import { VERSION } from '@zenpulse/core/domain';
import { Command, Option } from 'commander';
import { LOG_LEVELS, type LogLevel } from '../create-logger.ts';
import { wholeNumber } from './input/whole-number.ts';

export interface RunnerFlags {
  readonly jobs: readonly string[];
  readonly syncEvery: number;
  readonly lock: boolean;
  readonly standby: boolean;
  readonly concurrency: number;
  readonly threads?: number;
  readonly timezone?: string;
  readonly database?: string;
  readonly http?: string;
  readonly grace: number;
  readonly logLevel: LogLevel;
  readonly plan: boolean;
  readonly json: boolean;
}

/** The flags of `zenpulse-runner`. */
export function runnerCommand(): Command {
  return new Command('zenpulse-runner')
    .description('Keeps the schedules in memory and runs the jobs.')
    .version(VERSION)
    .option(
      '--jobs <module...>',
      'modules or folders that register jobs (default: jobs.* or src/jobs.* or jobs/)',
    )
    .option('--sync-every <seconds>', 'look at the database at least so often', wholeNumber(1, 86_400), 10)
    .option('--lock', 'fire only while no other runner does; stand by otherwise', false)
    .option('--no-standby', 'with --lock: exit 75 instead of standing by')
    .option('--concurrency <n>', 'runs at a time', wholeNumber(1, 10_000), 20)
    .option(
      '--threads <n>',
      "threads for jobs with isolation: 'thread' (default: one a processor, 4 at least)",
      wholeNumber(1, 1_000),
    )
    .option('--timezone <zone>', 'default zone of new schedules (default: ZENPULSE_TIMEZONE or UTC)')
    .option(
      '--database <url>',
      'where the schedules are (default: ZENPULSE_DATABASE_URL or file:./zenpulse.db)',
    )
    .option('--http <port>', 'answer /healthz, /readyz and /metrics here; 0.0.0.0:9090 for other machines')
    .option('--grace <seconds>', 'at a stop, wait so long for running jobs', wholeNumber(0, 86_400), 30)
    .addOption(new Option('--log-level <level>', 'how much to say').choices(LOG_LEVELS).default('info'))
    .option('--plan', 'say what a start would catch up right now, and exit', false)
    .option('--json', 'with --plan: answer in JSON', false)
    .allowExcessArguments(false)
    .addHelpText(
      'after',
      `
Examples:
  $ zenpulse-runner
  $ zenpulse-runner --lock --sync-every 30
  $ zenpulse-runner --lock --http 9090
  $ zenpulse-runner --lock --plan
  $ zenpulse-runner --jobs src/jobs.ts --database file:./data/zenpulse.db`,
    );
}
