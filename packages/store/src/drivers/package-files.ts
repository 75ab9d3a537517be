import { readFileSync } from 'node:fs';
import nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { VERSION } from '@zenpulse/core/domain';
import { SettingsError } from '../settings/settings-error.ts';

const REMEDY =
  "keep zenpulse out of the application's bundle: external: ['zenpulse'] (Next.js: serverExternalPackages: ['zenpulse'])";

/** Not imported by its name: webpack would take what it requires for modules of its own. */
const requireFrom = (file: string): NodeJS.Require => nodeModule.createRequire(file);

let found: string | undefined;

/**
 * A file or folder of the built package: the page, or what a worker thread starts with. From the sources it is the
 * last build's, since a thread cannot start from TypeScript. Where a bundler has put our code into the application,
 * it is looked up in the installed package. Throws a SettingsError that says what to write when there is none.
 */
export function packageFile(name: string): string {
  found ??= packageFolder({ ownUrl: ownUrl(), application: applicationFiles() });
  return join(found, name);
}

/**
 * A thread that runs a file of the package. Not made by `new Worker(file)`: Next's bundler would take every file beside
 * the code for one that such a thread may run.
 */
export function startThread(file: string | URL, options: WorkerOptions): Worker {
  return Reflect.construct(Worker, [file, options]);
}

/**
 * A library that stays outside of every bundle: its own files (a binary, a thread's) are found only where it is
 * installed, or it is a driver that may not be there. The build puts this in the place of its imports.
 * @public
 */
export function requireInstalled(name: string): unknown {
  const own = packageFile('../../package.json');
  const file = [own, ...applicationFiles()].find((each) => resolves(each, name)) ?? own;
  return requireFrom(file)(name);
}

function resolves(file: string, name: string): boolean {
  try {
    requireFrom(file).resolve(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * What the thread that has SQLite starts with. From the sources it is a file that `scripts/generate.mjs` makes, so that
 * unit tests need no build.
 */
export function sqliteThreadFile(): string {
  const own = ownUrl();
  return own?.endsWith('.ts') === true
    ? join(dirname(fileURLToPath(own)), '../sqlite/generated/sqlite-thread.js')
    : packageFile('sqlite-thread.js');
}

export interface PackageSearch {
  /** The address of the running code; undefined where a bundler has left none. */
  readonly ownUrl: string | undefined;
  /** Files from which the application would find an installed package. */
  readonly application: readonly string[];
}

/** The folder of the built files. */
export function packageFolder({ ownUrl, application }: PackageSearch): string {
  const ownFile = ownUrl === undefined ? [] : [fileURLToPath(ownUrl)];
  const own = ownFile.map(besideCode).find((folder) => manifestIn(dirname(folder)) !== null);
  if (own !== undefined) return own;
  const installed = [...application, ...ownFile].map(installedFor).filter((folder) => folder !== null);
  const fitting = installed.find((folder) => manifestIn(folder)?.version === VERSION);
  if (fitting !== undefined) return join(fitting, 'dist');
  const [other] = installed;
  const problem =
    other === undefined
      ? 'the files of zenpulse are not found'
      : `expected the files of zenpulse ${VERSION}, got those of ${manifestIn(other)?.version ?? 'another'} in ${other}`;
  throw new SettingsError(`${problem}; ${REMEDY}`);
}

function besideCode(file: string): string {
  return file.endsWith('.ts') ? join(dirname(file), '../../../zenpulse/dist') : dirname(file);
}

/** The address of this module, which bundlers that write CommonJS make undefined or unreadable. */
function ownUrl(): string | undefined {
  try {
    const url: unknown = import.meta.url; // spelt so that bundlers see it
    return typeof url === 'string' && url.startsWith('file:') ? url : undefined;
  } catch {
    return undefined;
  }
}

function applicationFiles(): string[] {
  const { argv } = process;
  return [...(argv[1] === undefined ? [] : [argv[1]]), join(process.cwd(), 'package.json')];
}

function installedFor(file: string): string | null {
  try {
    return dirname(requireFrom(file).resolve('zenpulse/package.json'));
  } catch {
    return null;
  }
}

function manifestIn(folder: string): { readonly version: string } | null {
  try {
    const text = readFileSync(join(folder, 'package.json'), 'utf8');
    const { name, version } = JSON.parse(text) as Record<string, unknown>;
    return name === 'zenpulse' ? { version: String(version) } : null;
  } catch {
    return null;
  }
}
