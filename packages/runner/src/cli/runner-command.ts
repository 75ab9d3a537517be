import { VERSION } from '@zenpulse/core/domain';
import { Command, InvalidArgumentError, Option } from 'commander';
import { LOG_LEVELS, type LogLevel } from '../create-logger.ts';
import { listenAddress } from '../http/listen-address.ts';
import { RUNNER_NUMBERS, type RunnerNumbers } from '../runner-options.ts';
import { wholeNumber } from './input/whole-number.ts';

export interface RunnerFlags {
  readonly jobs: readonly string[];
  readonly syncEvery: number;
  readonly lock: boolean;
  readonly standby: boolean;
  readonly catchUp: boolean;
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

/** The command `zenpulse-runner` with its flags. */
export function runnerCommand(): Command {
  return new Command('zenpulse-runner')
    .description('Keeps the schedules in memory and runs the jobs.')
    .version(VERSION)
    .option(
      '--jobs <module...>',
      'modules or folders that register jobs (default: jobs.* or src/jobs.* or jobs/)',
    )
    .option('--sync-every <seconds>', 'look at the database at least so often', ...numberIn('syncEvery'))
    .option('--lock', 'only one runner is active at a time; the others are on standby', false)
    .option('--no-standby', 'with --lock: exit 75 instead of standing by')
    .option('--no-catch-up', 'start from now: what fell due before is neither run nor recorded')
    .option('--concurrency <n>', 'runs at a time', ...numberIn('concurrency'))
    .option(
      '--threads <n>',
      "threads for jobs with isolation: 'thread' (default: one a processor, 4 at least)",
      numberIn('threads')[0],
    )
    .option('--timezone <zone>', 'default zone of new schedules (default: ZENPULSE_TIMEZONE or UTC)')
    .option(
      '--database <url>',
      'where the schedules are (default: ZENPULSE_DATABASE_URL or file:./zenpulse.db)',
    )
    .option(
      '--http <port>',
      'answer /healthz, /readyz and /metrics here; 0.0.0.0:9090 for other machines',
      listenText,
    )
    .option('--grace <seconds>', 'at a stop, wait so long for running jobs', ...numberIn('grace'))
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

/** The parser of a number, and its default. */
function numberIn(name: keyof RunnerNumbers): [reader: (text: string) => number, fallback: number] {
  const { min, max, fallback } = RUNNER_NUMBERS[name];
  return [wholeNumber(min, max), fallback];
}

/** Checks a listen address before anything is loaded, and returns its text. */
function listenText(text: string): string {
  try {
    listenAddress(text);
    return text;
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message.replace(/^http: e/, 'E')}.`);
  }
}
