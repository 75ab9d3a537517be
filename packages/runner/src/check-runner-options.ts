import { isPlainObject, show } from '@zenpulse/core/domain';
import { SettingsError } from '@zenpulse/store';
import type { RunnerOptions } from './create-runner.ts';
import { listenAddress } from './http/listen-address.ts';
import { checkedRunnerOptions } from './runner-options.ts';

/**
 * Checks the names and types of `createRunner`'s options before anything is opened. Throws a SettingsError that names
 * the option.
 */
export function checkRunnerOptions(options: RunnerOptions): void {
  if (!isPlainObject(options)) {
    throw new SettingsError(`createRunner: expected an object of options, got ${show(options)}`);
  }
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(EXPECTED, name)) {
      const known = Object.keys(EXPECTED).join(', ');
      throw new SettingsError(`${name}: unknown option; createRunner takes ${known}`);
    }
    const [what, isGood] = EXPECTED[name as keyof RunnerOptions]; // the check above found the name in EXPECTED
    if (value !== undefined && !isGood(value)) {
      throw new SettingsError(`${name}: expected ${what}, got ${show(value)}`);
    }
  }
  checkedRunnerOptions(options);
  if (options.http !== undefined) listenAddress(options.http);
}

type Rule = readonly [what: string, isGood: (value: unknown) => boolean];

const BOOLEAN: Rule = ['true or false', (value) => typeof value === 'boolean'];
const TEXT: Rule = ['text', (value) => typeof value === 'string'];
const NUMBER: Rule = ['a number', (value) => typeof value === 'number'];
const FUNCTION: Rule = ['a function', (value) => typeof value === 'function'];

/** Types only; ranges and formats are checked where the values are used. */
const EXPECTED: Readonly<Record<keyof RunnerOptions, Rule>> = {
  jobs: ['a list of registered jobs, as JobRegistry.getAllJobs() has them', isListOfJobs],
  jobModules: ['a list of modules or folders', isListOfText],
  lock: BOOLEAN,
  catchUp: BOOLEAN,
  syncEvery: NUMBER,
  concurrency: NUMBER,
  threads: NUMBER,
  watchdog: BOOLEAN,
  grace: NUMBER,
  http: [
    'a port, or an address and a port',
    (value) => typeof value === 'number' || typeof value === 'string',
  ],
  logger: ['a logger with trace, debug, info, warn, error and child', isLogger],
  onStandby: FUNCTION,
  onLeaseLost: FUNCTION,
  onRefused: FUNCTION,
  database: TEXT,
  stateDir: TEXT,
  timezone: TEXT,
  retentionDays: NUMBER,
  paused: BOOLEAN,
  redact: FUNCTION,
};

function isListOfText(value: unknown): boolean {
  return Array.isArray(value) && value.every((item: unknown) => typeof item === 'string');
}

function isListOfJobs(value: unknown): boolean {
  return Array.isArray(value) && value.every((job: unknown) => isJob(job));
}

function isJob(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { key, fn, options } = value as Readonly<Record<string, unknown>>;
  return typeof key === 'string' && typeof fn === 'function' && typeof options === 'object';
}

const LOG_METHODS = ['trace', 'debug', 'info', 'warn', 'error', 'child'];

function isLogger(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return LOG_METHODS.every(
    (name) => typeof (value as Readonly<Record<string, unknown>>)[name] === 'function',
  );
}
