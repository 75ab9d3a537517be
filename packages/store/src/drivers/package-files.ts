import { readFileSync } from 'node:fs';
import nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { VERSION } from '@zenpulse/core/domain';
import { SettingsError } from '../settings/settings-error.ts';

const REMEDY =
  "keep zenpulse out of the application's bundle: external: ['zenpulse'] (Next.js: serverExternalPackages: ['zenpulse'])";

/** Not imported by name: webpack would bundle what it requires. */
const requireFrom = (file: string): NodeJS.Require => nodeModule.createRequire(file);

let found: string | undefined;

/**
 * The path of a file or folder of the built package: the page, or a worker thread's entry. When run from sources it is
 * in the last build, since a thread cannot start from TypeScript. If our code was bundled into the application, it is
 * looked up in the installed package. Throws a SettingsError with the remedy if it is not found.
 */
export function packageFile(name: string): string {
  found ??= packageFolder({ ownUrl: ownUrl(), application: applicationFiles() });
  return join(found, name);
}

/**
 * Starts a thread with a file of the package. Not written as `new Worker(file)`: Next's bundler would treat every file
 * beside the code as a possible entry.
 */
export function startThread(file: string | URL, options: WorkerOptions): Worker {
  return Reflect.construct(Worker, [file, options]);
}

/**
 * Loads a library that must stay outside of bundles: because its own files (a binary, a thread's entry) are only found
 * where it is installed, or because it is an optional driver. The build replaces its imports by this.
 * @public
 */
export function requireInstalled(name: string): unknown {
  const own = packageFile('../package.json');
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
 * The entry of the SQLite thread. From sources it is a file made by `scripts/generate.mjs`, so that unit tests need no
 * build.
 */
export function sqliteThreadFile(): string {
  const own = ownUrl();
  return own?.endsWith('.ts') === true
    ? join(dirname(fileURLToPath(own)), '../sqlite/generated/sqlite-thread.js')
    : packageFile('sqlite-thread.js');
}

export interface PackageSearch {
  /** The address of the running code; undefined if a bundler has removed it. */
  readonly ownUrl: string | undefined;
  /** Files of the application, from which installed packages are resolved. */
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

/** The address of this module, which bundlers that produce CommonJS make undefined or unreadable. */
function ownUrl(): string | undefined {
  try {
    const url: unknown = import.meta.url; // written so that bundlers recognise it
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
