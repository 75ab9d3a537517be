import { isAbsolute, join } from 'node:path';
import { isTimeZone } from '@zenpulse/core/domain';
import { databaseAddress, defaultStateDir, type DatabaseAddress } from './database-address.ts';
import { findConfig } from './find-config.ts';
import { SettingsError } from './settings-error.ts';
import { stateFolderOf } from './state-folder.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a flag or an option says; it goes before everything else. Lists of jobs are modules or folders. */
export interface SettingOverrides {
  readonly database?: string | undefined;
  readonly stateDir?: string | undefined;
  readonly timezone?: string | undefined;
  readonly jobs?: readonly string[] | undefined;
  readonly retentionDays?: number | undefined;
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
  readonly baseDir: string;
  /** Lines worth printing at the start. */
  readonly notes: readonly string[];
}

const DEFAULT_DATABASE = 'file:./zenpulse.db';
const DEFAULT_RETENTION_DAYS = 90;
const MAX_RETENTION_DAYS = 36_500;

/** The one place where settings come together: flags, then environment, then the config file, then defaults. */
export async function resolveSettings(
  overrides: SettingOverrides,
  env: Environment,
  cwd: string,
): Promise<Settings> {
  const { file, baseDir, config } = await findConfig(cwd);
  const said = (name: string) => (env[name] === '' ? undefined : env[name]);
  const absolute = (path: string, from: string) => (isAbsolute(path) ? path : join(from, path));

  const database = databaseAddress(
    overrides.database ?? said('ZENPULSE_DATABASE_URL') ?? config.database ?? DEFAULT_DATABASE,
    baseDir,
  );
  const stateDir = overrides.stateDir ?? said('ZENPULSE_STATE_DIR') ?? config.stateDir;
  const stateRoot = stateDir === undefined ? defaultStateDir(database, baseDir) : absolute(stateDir, baseDir);
  const [timezone, timezoneSource] = firstSaid([
    [overrides.timezone, 'the command line or code'],
    [said('ZENPULSE_TIMEZONE'), 'ZENPULSE_TIMEZONE'],
    [config.timezone, file ?? ''],
    ['UTC', 'the default'],
  ]);
  if (!isTimeZone(timezone)) {
    throw new SettingsError(
      `timezone (from ${timezoneSource}): expected an IANA time zone such as "Europe/Berlin", got "${timezone}"`,
    );
  }
  const jobs = overrides.jobs ?? listOf(said('ZENPULSE_JOBS')) ?? listOf(config.jobs);
  const jobsBase = overrides.jobs === undefined ? baseDir : cwd;
  return {
    database,
    stateDir: stateFolderOf(stateRoot, database),
    timezone,
    timezoneSource,
    jobs: jobs?.map((path) => absolute(path, jobsBase)) ?? null,
    retentionDays: retentionDays(
      overrides.retentionDays ?? said('ZENPULSE_RETENTION_DAYS') ?? config.retentionDays,
    ),
    baseDir,
    notes: notesOn(env, overrides.database ?? said('ZENPULSE_DATABASE_URL') ?? config.database),
  };
}

function firstSaid(candidates: readonly (readonly [string | undefined, string])[]): [string, string] {
  const [value = 'UTC', source = ''] = candidates.find(([candidate]) => candidate !== undefined) ?? [];
  return [value, source];
}

function listOf(jobs: string | readonly string[] | undefined): readonly string[] | undefined {
  if (typeof jobs !== 'string') return jobs;
  return jobs
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '');
}

function retentionDays(said: string | number | undefined): number {
  if (said === undefined) return DEFAULT_RETENTION_DAYS;
  const days = typeof said === 'number' ? said : /^\d+$/.test(said) ? Number(said) : Number.NaN;
  if (Number.isInteger(days) && days >= 0 && days <= MAX_RETENTION_DAYS) return days;
  throw new SettingsError(
    `retentionDays: expected whole days from 0 (for ever) to ${MAX_RETENTION_DAYS}, got ${said}`,
  );
}

function notesOn(env: Environment, database: string | undefined): string[] {
  const hasUnused = env['DATABASE_URL'] !== undefined && env['DATABASE_URL'] !== '' && database === undefined;
  return hasUnused
    ? [
        'DATABASE_URL is set but belongs to your application. To keep schedules there, set ZENPULSE_DATABASE_URL to it.',
      ]
    : [];
}
