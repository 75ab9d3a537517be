import { isAbsolute, join } from 'node:path';
import { inputIssues, isTimeZone, zoneSpelling } from '@zenpulse/core/domain';
import type { RedactHook } from '@zenpulse/core/ports';
import { databaseAddress, defaultStateDir, type DatabaseAddress } from './database-address.ts';
import { findConfig, MAX_RETENTION_DAYS, RETENTION_RULE, settingsRule } from './find-config.ts';
import { SettingsError } from './settings-error.ts';
import { stateFolderOf } from './state-folder.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings given as flags or options; they take precedence over all others. Lists of jobs are modules or folders. */
export interface SettingOverrides {
  /** Where the schedules are: `file:./zenpulse.db`, `postgresql://…`, `mysql://…`. Relative to the config file, else to package.json. */
  readonly database?: string | undefined;
  /** The folder of signal, lease and journals; `.zenpulse/` beside the SQLite file by default. */
  readonly stateDir?: string | undefined;
  /** The IANA zone of new schedules; UTC by default. */
  readonly timezone?: string | undefined;
  /** Modules or folders that register jobs, for processes that load them; relative to the working directory. */
  readonly jobs?: readonly string[] | undefined;
  /** How many whole days executions are kept, 0 for ever; 90 by default. */
  readonly retentionDays?: number | undefined;
  /** True: nothing fires here; false by default. */
  readonly paused?: boolean | undefined;
  /** Removes further secrets from texts before they are stored or logged. */
  readonly redact?: RedactHook | undefined;
}

export interface Settings {
  readonly database: DatabaseAddress;
  /** Absolute; used by this database only. */
  readonly stateDir: string;
  readonly timezone: string;
  /** Where the zone was configured, in words. */
  readonly timezoneSource: string;
  /** Absolute; null: they are found by name. */
  readonly jobs: readonly string[] | null;
  /** 0: for ever. */
  readonly retentionDays: number;
  /** True: schedules do not fire in this process, whatever the database says; runs by hand do. */
  readonly isPaused: boolean;
  /** The hook of the configuration file or the caller. */
  readonly redact?: RedactHook;
  readonly baseDir: string;
  /** Lines to print at the start. */
  readonly notes: readonly string[];
}

const DEFAULT_DATABASE = 'file:./zenpulse.db';
const DEFAULT_RETENTION_DAYS = 90;

/** Resolves all settings. Precedence: flags, environment, config file, defaults. */
export async function resolveSettings(
  overrides: SettingOverrides,
  env: Environment,
  cwd: string,
): Promise<Settings> {
  refuseStrangers(overrides);
  const { file, baseDir, config } = await findConfig(cwd);
  const said = (name: string) => (env[name] === '' ? undefined : env[name]);
  const absolute = (path: string, from: string) => (isAbsolute(path) ? path : join(from, path));

  const [url, urlSource] = firstSaid<string>([
    [overrides.database, null],
    [said('ZENPULSE_DATABASE_URL'), 'ZENPULSE_DATABASE_URL'],
    [config.database, file],
  ]) ?? [DEFAULT_DATABASE, null];
  const database = naming(urlSource, () => databaseAddress(url, baseDir));
  const stateDir = overrides.stateDir ?? said('ZENPULSE_STATE_DIR') ?? config.stateDir;
  const stateRoot = stateDir === undefined ? defaultStateDir(database, baseDir) : absolute(stateDir, baseDir);
  const [timezone, timezoneSource] = firstSaid<string, string>([
    [overrides.timezone, 'the command line or code'],
    [said('ZENPULSE_TIMEZONE'), 'ZENPULSE_TIMEZONE'],
    [config.timezone, file ?? ''],
  ]) ?? ['UTC', 'the default'];
  if (!isTimeZone(timezone)) {
    throw new SettingsError(
      `timezone (from ${timezoneSource}): expected an IANA time zone such as "Europe/Berlin", got "${timezone}"`,
    );
  }
  const [days, daysSource] = firstSaid<string | number>([
    [overrides.retentionDays, null],
    [said('ZENPULSE_RETENTION_DAYS'), 'ZENPULSE_RETENTION_DAYS'],
    [config.retentionDays, file],
  ]) ?? [DEFAULT_RETENTION_DAYS, null];
  const jobs = listOf(overrides.jobs) ?? listOf(said('ZENPULSE_JOBS')) ?? listOf(config.jobs);
  const jobsBase = overrides.jobs === undefined ? baseDir : cwd;
  return {
    database,
    stateDir: stateFolderOf(stateRoot, database),
    timezone: zoneSpelling(timezone),
    timezoneSource,
    jobs: jobs?.map((path) => absolute(path, jobsBase)) ?? null,
    retentionDays: naming(daysSource, () => retentionDays(days)),
    isPaused: overrides.paused ?? pausedIn(said('ZENPULSE_PAUSED')) ?? config.paused ?? false,
    ...redactionOf(overrides.redact ?? config.redact),
    baseDir,
    notes: notesOn(env, overrides.database ?? said('ZENPULSE_DATABASE_URL') ?? config.database),
  };
}

/** JavaScript does not check types: without this, a setting with a mistyped name would be silently ignored. */
function refuseStrangers(overrides: SettingOverrides): void {
  const parsed = settingsRule.safeParse(overrides);
  if (parsed.success) return;
  const names = Object.keys(settingsRule.shape).join(', ');
  const problems = inputIssues(parsed.error).map(({ path, message }) =>
    message === 'unknown field' ? `${path}: unknown option; there are ${names}` : `${path}: ${message}`,
  );
  throw new SettingsError(problems.join('; '));
}

/** The first value that is set, and its source; a null source means the caller. */
function firstSaid<T, Source = string | null>(
  candidates: readonly (readonly [T | undefined, Source])[],
): readonly [T, Source] | undefined {
  for (const [value, source] of candidates) if (value !== undefined) return [value, source];
  return undefined;
}

/** Adds the source of the setting to the message of an error. */
function naming<T>(source: string | null, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (source === null || !(error instanceof SettingsError)) throw error;
    throw new SettingsError(error.message.replace(/^\w+/, `$& (from ${source})`), { cause: error });
  }
}

function listOf(jobs: string | readonly string[] | undefined): readonly string[] | undefined {
  if (typeof jobs !== 'string') return jobs;
  return jobs
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '');
}

function retentionDays(said: string | number): number {
  const days = typeof said === 'number' ? said : /^\d+$/.test(said) ? Number(said) : Number.NaN;
  if (Number.isInteger(days) && days >= 0 && days <= MAX_RETENTION_DAYS) return days;
  throw new SettingsError(`retentionDays: expected ${RETENTION_RULE}, got ${said}`);
}

function pausedIn(said: string | undefined): boolean | undefined {
  if (said === undefined) return undefined;
  if (said === '1' || said === 'true') return true;
  if (said === '0' || said === 'false') return false;
  throw new SettingsError(`paused (from ZENPULSE_PAUSED): expected 1 or 0, got ${said}`);
}

function redactionOf(redact: RedactHook | undefined): Pick<Settings, 'redact'> {
  return redact === undefined ? {} : { redact };
}

function notesOn(env: Environment, database: string | undefined): string[] {
  const hasUnused = env['DATABASE_URL'] !== undefined && env['DATABASE_URL'] !== '' && database === undefined;
  return hasUnused
    ? [
        'DATABASE_URL is set but belongs to your application. To keep schedules there, set ZENPULSE_DATABASE_URL to it.',
      ]
    : [];
}
