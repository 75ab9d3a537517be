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

/** The rule for settings, whether they come from a file or from code. */
export const settingsRule = z.strictObject(
  {
    database: z.string(expected('a database URL')).optional(),
    stateDir: z.string(expected('a folder')).optional(),
    timezone: z.string(expected('an IANA time zone')).optional(),
    jobs: z
      .union([z.string(), z.array(z.string())], expected('a module, a folder, or a list of them'))
      .optional(),
    retentionDays: z.number(expected(RETENTION_RULE)).optional(),
    paused: z.boolean(expected('true or false')).optional(),
    redact: z.custom<RedactHook>((value) => typeof value === 'function', expected('a function')).optional(),
  } satisfies Record<keyof ZenpulseConfig, z.ZodType>,
  expected('an object of settings'),
);

/** The content of `zenpulse.config.{js,mjs,json}`. */
export interface ZenpulseConfig {
  /** Where the schedules are: `file:./zenpulse.db` (by default), `postgresql://…`, `mysql://…`. Relative to this file. */
  database?: string | undefined;
  /** The folder of signal, lease and journals; `.zenpulse/` beside the SQLite file by default, else beside this file. */
  stateDir?: string | undefined;
  /** The IANA zone of new schedules; `UTC` by default. */
  timezone?: string | undefined;
  /** Modules or folders that register jobs; `jobs.*`, `src/jobs.*` or the folder `jobs/` by default. */
  jobs?: string | string[] | undefined;
  /** How many whole days executions are kept, 0 for ever; 90 by default. */
  retentionDays?: number | undefined;
  /** True: nothing fires here, as on a staging system with a dump of production; false by default. */
  paused?: boolean | undefined;
  /**
   * Removes your own secrets from texts before they are stored or logged: messages and stacks of thrown errors, and
   * lines of `log`. Passwords, tokens and keys in the usual forms have been removed before. If the hook throws, the
   * text is not kept.
   */
  redact?: RedactHook | undefined;
}

/** Returns the configuration unchanged; it only gives it a type. */
export function defineConfig(config: ZenpulseConfig): ZenpulseConfig {
  return config;
}

export interface FoundConfig {
  readonly file: string | null;
  /** Where relative paths start: the config's folder, else that of the nearest package.json, else `cwd`. */
  readonly baseDir: string;
  readonly config: ZenpulseConfig;
}

/** File names that users may try for a configuration but that are not read; they are reported instead of ignored. */
const UNREAD = ['cjs', 'ts', 'mts', 'cts'].map((extension) => `zenpulse.config.${extension}`);

/** Looks for a configuration in `cwd` and its parent folders. Throws a SettingsError that names file and field. */
export async function findConfig(cwd: string): Promise<FoundConfig> {
  const file = nearest(cwd, [...NAMES, ...UNREAD]);
  if (file !== null) return { file, baseDir: dirname(file), config: await readConfig(theOnlyOne(file)) };
  const manifest = nearest(cwd, ['package.json']);
  return { file: null, baseDir: manifest === null ? cwd : dirname(manifest), config: {} };
}

/** Returns the file, or throws if there is another one beside it or it has an extension that is not read. */
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

/** The nearest of the files in this folder or its parents; null if there is none. */
function nearest(from: string, names: readonly string[]): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    for (const name of names) {
      const file = join(folder, name);
      if (existsSync(file)) return file;
    }
    if (dirname(folder) === folder) return null;
  }
}
