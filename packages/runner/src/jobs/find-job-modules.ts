import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError, type Settings } from '@zenpulse/store';

const EXTENSIONS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'];

/**
 * The modules that register jobs: those in the settings (a folder means its direct children), else `jobs.*` or
 * `src/jobs.*`, else the folder `jobs/`. Throws a SettingsError if there are none, or several candidates.
 */
export function findJobModules({ jobs, baseDir }: Pick<Settings, 'jobs' | 'baseDir'>): string[] {
  if (jobs !== null) return jobs.flatMap(named);
  const files = [baseDir, join(baseDir, 'src')].flatMap((folder) =>
    EXTENSIONS.map((extension) => join(folder, `jobs.${extension}`)).filter((file) => existsSync(file)),
  );
  if (files.length > 1) {
    throw new SettingsError(
      `jobs: expected one job module, found ${files.join(' and ')}; name one with --jobs`,
    );
  }
  if (files.length === 1) return files;
  const folder = join(baseDir, 'jobs');
  if (isFolder(folder)) return modulesIn(folder);
  throw new SettingsError(
    `jobs: no job module found. Looked for jobs.{${EXTENSIONS.join(',')}} in ${baseDir} and its src/, and for the folder jobs/. Name one with --jobs`,
  );
}

function named(path: string): string[] {
  if (isFolder(path)) return modulesIn(path);
  if (existsSync(path)) return [path];
  throw new SettingsError(`jobs: there is no file or folder ${path}`);
}

function modulesIn(folder: string): string[] {
  const names = readdirSync(folder).filter(isJobModule).sort();
  if (names.length === 0) throw new SettingsError(`jobs: the folder ${folder} has no job module`);
  return names.map((name) => join(folder, name));
}

/** Excludes tests and type declarations. */
function isJobModule(name: string): boolean {
  const isCode = EXTENSIONS.some((extension) => name.endsWith(`.${extension}`));
  return isCode && !/\.(test|spec)\.[cm]?[jt]s$|\.d\.[cm]?ts$/.test(name);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
