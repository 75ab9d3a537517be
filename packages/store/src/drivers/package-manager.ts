import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LOCKFILES = {
  'package-lock.json': 'npm',
  'npm-shrinkwrap.json': 'npm',
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
} as const;

const ADD = { npm: 'npm install', pnpm: 'pnpm add', yarn: 'yarn add', bun: 'bun add' } as const;

type PackageManager = keyof typeof ADD;

export interface Whereabouts {
  /** The folder in which the application runs. */
  readonly folder: string;
  /** The name that a package manager passes to its scripts: `npm_config_user_agent`. */
  readonly userAgent: string | undefined;
}

/** The command that installs `name` in this application, with its own package manager. */
export function installCommand(name: string, { folder, userAgent }: Whereabouts): string {
  const manager = managerOf(folder) ?? agent(userAgent) ?? 'npm';
  return `${ADD[manager]} ${name}`;
}

/**
 * By the nearest lock file, else by `packageManager` in package.json: the user agent may be npm's, since `npx` also
 * runs in applications that use pnpm.
 */
function managerOf(folder: string): PackageManager | null {
  const lock = Object.entries(LOCKFILES).find(([name]) => existsSync(join(folder, name)));
  if (lock !== undefined) return lock[1];
  const declared = declaredIn(join(folder, 'package.json'));
  if (declared !== null) return declared;
  return dirname(folder) === folder ? null : managerOf(dirname(folder));
}

function declaredIn(file: string): PackageManager | null {
  if (!existsSync(file)) return null;
  try {
    const { packageManager } = JSON.parse(readFileSync(file, 'utf8')) as { packageManager?: unknown };
    return named(String(packageManager).split('@')[0]);
  } catch {
    return null;
  }
}

function agent(userAgent = ''): PackageManager | null {
  return named(userAgent.split('/')[0]);
}

function named(name = ''): PackageManager | null {
  return Object.keys(ADD).includes(name) ? (name as PackageManager) : null;
}
