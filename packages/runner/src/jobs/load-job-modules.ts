import { pathToFileURL } from 'node:url';
import { JobRegistry, type RegisteredJob } from '@zenpulse/core/engine';
import { SettingsError } from '@zenpulse/store';
import { createJiti } from 'jiti';

/** Loads the modules one after the other and returns what they registered. Throws a SettingsError in one line. */
export async function loadJobModules(files: readonly string[]): Promise<readonly RegisteredJob[]> {
  for (const file of files) {
    try {
      await load(file);
    } catch (error) {
      throw new SettingsError(`jobs: ${file} cannot be loaded: ${inOneLine(error, file)}`, { cause: error });
    }
  }
  return JobRegistry.getAllJobs();
}

/** TypeScript needs no build step: jiti compiles it and takes one copy of each imported package. */
async function load(file: string): Promise<void> {
  if (/\.[cm]?ts$/.test(file)) {
    await createJiti(import.meta.url, { fsCache: false, interopDefault: true }).import(file);
  } else {
    await import(pathToFileURL(file).href);
  }
}

function inOneLine(error: unknown, file: string): string {
  if (!(error instanceof Error)) return String(error);
  const message = (error.message.split('\n')[0] ?? '').trim();
  const place = placeIn(error.stack ?? '', file);
  return `${error.name}: ${message}${place === null ? '' : ` (${place})`}`;
}

/** The first line of the stack that lies in the module. */
function placeIn(stack: string, file: string): string | null {
  const start = stack.indexOf(file);
  if (start === -1) return null;
  return /^[^\s)]*/.exec(stack.slice(start))?.[0] ?? null;
}
