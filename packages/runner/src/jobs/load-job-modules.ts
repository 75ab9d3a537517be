import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { show } from '@zenpulse/core/domain';
import { JobRegistry, type RegisteredJob } from '@zenpulse/core/engine';
import { SettingsError } from '@zenpulse/store';
import { createJiti } from 'jiti';
import type { OnStop } from './on-stop.ts';

/** What a list of job modules brought. */
export interface LoadedModules {
  readonly jobs: readonly RegisteredJob[];
  /** The `onStop` of each module that exports one, in the order of the modules. */
  readonly stops: readonly ModuleStop[];
  /** Modules that registered no job. */
  readonly silent: readonly string[];
}

export interface ModuleStop {
  readonly module: string;
  readonly onStop: OnStop;
}

let loading: string | null = null;

/** The module that is being loaded right now, for a process that ends meanwhile; null for none. */
export function moduleBeingLoaded(): string | null {
  return loading;
}

/** Loads the modules one after the other. Throws a SettingsError in one line. */
export async function loadJobModules(files: readonly string[]): Promise<LoadedModules> {
  const stops: ModuleStop[] = [];
  const silent: string[] = [];
  for (const file of files) {
    const before = new Set(JobRegistry.getAllJobs());
    const onStop = onStopOf(await loaded(file), file);
    if (onStop !== null) stops.push({ module: file, onStop });
    // A module that an earlier one imported has registered its jobs by then.
    const isSilent = !JobRegistry.getAllJobs().some(
      (job) => !before.has(job) || job.definedAt.startsWith(`${file}:`),
    );
    if (isSilent) silent.push(file);
  }
  return { jobs: JobRegistry.getAllJobs(), stops, silent };
}

/** What to write into a module that registers no job. */
export function silentModuleLine(file: string): string {
  return `The job module ${file} registers no job. Write in it: import { zenpulseJob } from 'zenpulse'; zenpulseJob('my_job', async () => { … }); or leave it out of --jobs and of the folder of job modules`;
}

async function loaded(file: string): Promise<unknown> {
  loading = file;
  try {
    return await load(file);
  } catch (error) {
    const place = placeIn(error, file) ?? placeOfSyntaxError(error, file);
    const where = place === null ? '' : ` (${place})`;
    throw new SettingsError(`jobs: ${file} cannot be loaded: ${inOneLine(error)}${where}`, {
      cause: error,
    });
  } finally {
    loading = null;
  }
}

/** TypeScript needs no build step: jiti compiles it and takes one copy of each imported package. */
async function load(file: string): Promise<unknown> {
  if (/\.[cm]?ts$/.test(file)) {
    return createJiti(import.meta.url, { fsCache: false, interopDefault: true }).import(file);
  }
  return import(pathToFileURL(file).href);
}

/** Of a CommonJS module whose exports Node does not see by name, it is in `default`. */
function onStopOf(module: unknown, file: string): OnStop | null {
  const { onStop: named, default: whole } = Object(module) as Readonly<Record<string, unknown>>;
  const onStop = named ?? (Object(whole) as Readonly<Record<string, unknown>>)['onStop'];
  if (onStop === undefined) return null;
  if (typeof onStop === 'function') return onStop as OnStop;
  throw new SettingsError(`jobs: ${file} exports onStop: expected a function, got ${show(onStop)}`);
}

function inOneLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.name}: ${(error.message.split('\n')[0] ?? '').trim()}`;
}

/** Node keeps to itself where a module does not parse; it tells whoever asks for nothing but that. */
function placeOfSyntaxError(error: unknown, file: string): string | null {
  if (!(error instanceof SyntaxError)) return null;
  const { stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' });
  return placeIn({ stack: stderr }, file);
}

/** The first line of the stack that lies in the module. */
function placeIn(error: unknown, file: string): string | null {
  const { stack = '' } = Object(error) as { readonly stack?: string };
  const start = stack.indexOf(file);
  if (start === -1) return null;
  return /^[^\s)]*/.exec(stack.slice(start))?.[0] ?? null;
}
