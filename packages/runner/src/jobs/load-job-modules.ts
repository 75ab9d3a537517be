import { pathToFileURL } from 'node:url';
import { show } from '@zenpulse/core/domain';
import { JobRegistry, type RegisteredJob } from '@zenpulse/core/engine';
import { SettingsError } from '@zenpulse/store';
import { describeLoadError } from './describe-load-error.ts';
import { whileLoading } from './module-being-loaded.ts';
import type { OnStop } from './on-stop.ts';
import { createTypescriptLoader } from './typescript/load-typescript.ts';

/** The result of loading a list of job modules. */
export interface LoadedModules {
  readonly jobs: readonly RegisteredJob[];
  /** The `onStop` of each module that exports one, in the order of the modules. */
  readonly stops: readonly ModuleStop[];
  /** Possible mistakes in a module or its tsconfig, one line each. */
  readonly remarks: readonly string[];
}

export interface ModuleStop {
  readonly module: string;
  readonly onStop: OnStop;
}

/** Loads the modules one after the other. Throws a SettingsError with a message of one line. */
export async function loadJobModules(files: readonly string[]): Promise<LoadedModules> {
  const typescript = files.some(isTypescript) ? createTypescriptLoader() : null;
  const stops: ModuleStop[] = [];
  const silent: string[] = [];
  for (const file of files) {
    const before = new Set(JobRegistry.getAllJobs());
    const load = typescript !== null && isTypescript(file) ? typescript.load : loadJavascript;
    const onStop = onStopOf(await loaded(file, load), file);
    if (onStop !== null) stops.push({ module: file, onStop });
    // A module may have been imported by an earlier one, and have registered its jobs then.
    const isSilent = !JobRegistry.getAllJobs().some(
      (job) => !before.has(job) || job.definedAt.startsWith(`${file}:`),
    );
    if (isSilent) silent.push(file);
  }
  const remarks = [...(typescript?.remarks ?? []), ...silent.map(silentModuleLine)];
  return { jobs: JobRegistry.getAllJobs(), stops, remarks };
}

function silentModuleLine(file: string): string {
  return `The job module ${file} registers no job. Write in it: import { zenpulseJob } from 'zenpulse'; zenpulseJob('my_job', async () => { … }); or leave it out of --jobs and of the folder of job modules`;
}

async function loaded(file: string, load: (file: string) => Promise<unknown>): Promise<unknown> {
  try {
    return await whileLoading(file, () => load(file));
  } catch (error) {
    throw new SettingsError(`jobs: ${file} cannot be loaded: ${describeLoadError(error, file)}`, {
      cause: error,
    });
  }
}

function isTypescript(file: string): boolean {
  return /\.[cm]?ts$/.test(file);
}

function loadJavascript(file: string): Promise<unknown> {
  return import(pathToFileURL(file).href);
}

/** In a CommonJS module whose export names Node cannot detect, it is a property of `default`. */
function onStopOf(module: unknown, file: string): OnStop | null {
  const { onStop: named, default: whole } = Object(module) as Readonly<Record<string, unknown>>;
  const onStop = named ?? (Object(whole) as Readonly<Record<string, unknown>>)['onStop'];
  if (onStop === undefined) return null;
  if (typeof onStop === 'function') return onStop as OnStop;
  throw new SettingsError(`jobs: ${file} exports onStop: expected a function, got ${show(onStop)}`);
}
