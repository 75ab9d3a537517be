import { spawnSync } from 'node:child_process';
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
      const place = placeIn(error, file) ?? placeOfSyntaxError(error, file);
      const where = place === null ? '' : ` (${place})`;
      throw new SettingsError(`jobs: ${file} cannot be loaded: ${inOneLine(error)}${where}`, {
        cause: error,
      });
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
