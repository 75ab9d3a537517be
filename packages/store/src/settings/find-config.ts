import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expected, inputIssues } from '@zenpulse/core/domain';
import type { RedactHook } from '@zenpulse/core/ports';
import { z } from 'zod';
import { importFile } from './import-file.ts';
import { SettingsError } from './settings-error.ts';

export const MAX_RETENTION_DAYS = 36_500;
export const RETENTION_RULE = `whole days from 0 (for ever) to ${MAX_RETENTION_DAYS}`;

const NAMES = ['zenpulse.config.js', 'zenpulse.config.mjs', 'zenpulse.config.json'];

/** What settings are, whoever says them: a file, or code. */
export const settingsRule = z.strictObject(
  {
    database: z.string(expected('a database URL')).optional(),
    stateDir: z.string(expected('a folder')).optional(),
    timezone: z.string(expected('an IANA time zone')).optional(),
    jobs: z
      .union([z.string(), z.array(z.string())], expected('a module, a folder, or a list of them'))
      .optional(),
    retentionDays: z.number(expected(RETENTION_RULE)).optional(),
    redact: z.custom<RedactHook>((value) => typeof value === 'function', expected('a function')).optional(),
  } satisfies Record<keyof ZenpulseConfig, z.ZodType>,
  expected('an object of settings'),
);

/** What `zenpulse.config.{js,mjs,json}` may say. */
export interface ZenpulseConfig {
  /** Where the schedules are: `file:./zenpulse.db` (by default), `postgresql://…`, `mysql://…`. Relative to this file. */
  database?: string | undefined;
  /** The folder of signal, lease and journals; `.zenpulse/` beside the SQLite file by default, else beside this file. */
  stateDir?: string | undefined;
  /** IANA name of the zone that new schedules get; `UTC` by default. */
  timezone?: string | undefined;
  /** Modules or folders that register jobs; `jobs.*`, `src/jobs.*` or the folder `jobs/` by default. */
  jobs?: string | string[] | undefined;
  /** Whole days that executions are kept, 0 for ever; 90 by default. */
  retentionDays?: number | undefined;
  /**
   * Takes secrets of your own out of texts before they are stored or logged: messages and stacks of what jobs threw, and
   * lines of `log`. Passwords, tokens and keys in the usual forms are gone already. If it throws, the text is not kept.
   */
  redact?: RedactHook | undefined;
}

/** Gives a configuration its type; changes nothing. */
export function defineConfig(config: ZenpulseConfig): ZenpulseConfig {
  return config;
}

export interface FoundConfig {
  readonly file: string | null;
  /** Where relative paths start: the config's folder, else that of the nearest package.json, else `cwd`. */
  readonly baseDir: string;
  readonly config: ZenpulseConfig;
}

/** Names that somebody may give to a configuration, and that would be passed over in silence. */
const UNREAD = ['cjs', 'ts', 'mts', 'cts'].map((extension) => `zenpulse.config.${extension}`);

/** Looks for a configuration in `cwd` and the folders above. Throws a SettingsError that names file and field. */
export async function findConfig(cwd: string): Promise<FoundConfig> {
  const file = nearest(cwd, [...NAMES, ...UNREAD]);
  if (file !== null) return { file, baseDir: dirname(file), config: await readConfig(theOnlyOne(file)) };
  const manifest = nearest(cwd, ['package.json']);
  return { file: null, baseDir: manifest === null ? cwd : dirname(manifest), config: {} };
}

/** The same file, unless another one stands beside it or it is none that can be read. */
function theOnlyOne(file: string): string {
  const found = [...NAMES, ...UNREAD].map((name) => join(dirname(file), name)).filter(existsSync);
  if (found.length > 1) {
    throw new SettingsError(`expected one configuration file, found ${found.join(' and ')}`);
  }
  if (NAMES.includes(basename(file))) return file;
  throw new SettingsError(`${file} is not read: expected ${NAMES.join(', ')}`);
}

async function readConfig(file: string): Promise<ZenpulseConfig> {
  const parsed = settingsRule.safeParse(await load(file));
  if (parsed.success) return parsed.data;
  const issues = inputIssues(parsed.error).map(({ path, message }) =>
    path === '' ? message : `${path}: ${message}`,
  );
  throw new SettingsError(`${file}: ${issues.join('; ')}`);
}

async function load(file: string): Promise<unknown> {
  try {
    if (file.endsWith('.json')) return JSON.parse(await readFile(file, 'utf8'));
    return (await importFile(file)).default;
  } catch (error) {
    throw new SettingsError(
      `${file} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}

/** The nearest of the files, looking upwards; null when there is none. */
function nearest(from: string, names: readonly string[]): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    for (const name of names) {
      const file = join(folder, name);
      if (existsSync(file)) return file;
    }
    if (dirname(folder) === folder) return null;
  }
}
