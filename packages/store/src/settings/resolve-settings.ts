import { isAbsolute, join } from 'node:path';
import { inputIssues, isTimeZone, zoneSpelling } from '@zenpulse/core/domain';
import type { RedactHook } from '@zenpulse/core/ports';
import { databaseAddress, defaultStateDir, type DatabaseAddress } from './database-address.ts';
import { findConfig, MAX_RETENTION_DAYS, RETENTION_RULE, settingsRule } from './find-config.ts';
import { SettingsError } from './settings-error.ts';
import { stateFolderOf } from './state-folder.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a flag or an option says; it goes before everything else. Lists of jobs are modules or folders. */
export interface SettingOverrides {
  /** Where the schedules are: `file:./zenpulse.db`, `postgresql://…`, `mysql://…`. Relative to the config file, else to package.json. */
  readonly database?: string | undefined;
  /** The folder of signal, lease and journals; `.zenpulse/` beside the SQLite file by default. */
  readonly stateDir?: string | undefined;
  /** IANA name of the zone that new schedules get; UTC by default. */
  readonly timezone?: string | undefined;
  /** Modules or folders that register jobs, for whoever loads them; relative to the working directory. */
  readonly jobs?: readonly string[] | undefined;
  /** Whole days that executions are kept, 0 for ever; 90 by default. */
  readonly retentionDays?: number | undefined;
  /** Takes further secrets out of texts before they are stored or logged. */
  readonly redact?: RedactHook | undefined;
}

export interface Settings {
  readonly database: DatabaseAddress;
  /** Absolute, and this database's alone. */
  readonly stateDir: string;
  readonly timezone: string;
  /** Where the zone comes from, in words. */
  readonly timezoneSource: string;
  /** Absolute; null when they are to be found by name. */
  readonly jobs: readonly string[] | null;
  /** 0: for ever. */
  readonly retentionDays: number;
  /** Of the configuration file or the caller. */
  readonly redact?: RedactHook;
  readonly baseDir: string;
  /** Lines worth printing at the start. */
  readonly notes: readonly string[];
}

const DEFAULT_DATABASE = 'file:./zenpulse.db';
const DEFAULT_RETENTION_DAYS = 90;

/** The one place where settings come together: flags, then environment, then the config file, then defaults. */
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
    ...redactionOf(overrides.redact ?? config.redact),
    baseDir,
    notes: notesOn(env, overrides.database ?? said('ZENPULSE_DATABASE_URL') ?? config.database),
  };
}

/** JavaScript says what it likes: a setting with a mistyped name would be ignored in silence. */
function refuseStrangers(overrides: SettingOverrides): void {
  const parsed = settingsRule.safeParse(overrides);
  if (parsed.success) return;
  const names = Object.keys(settingsRule.shape).join(', ');
  const problems = inputIssues(parsed.error).map(({ path, message }) =>
    message === 'unknown field' ? `${path}: unknown option; there are ${names}` : `${path}: ${message}`,
  );
  throw new SettingsError(problems.join('; '));
}

/** The first that is said at all, and by whom; null: by the caller, who knows. */
function firstSaid<T, Source = string | null>(
  candidates: readonly (readonly [T | undefined, Source])[],
): readonly [T, Source] | undefined {
  for (const [value, source] of candidates) if (value !== undefined) return [value, source];
  return undefined;
}

/** What cannot be used is said with the place where it stands. */
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
