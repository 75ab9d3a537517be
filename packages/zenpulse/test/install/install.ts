import type { InstallCase } from './install-case.ts';
import { runChild } from './child.ts';

const COMMANDS: Record<InstallCase['manager'], readonly [string, ...string[]]> = {
  npm: ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'],
  pnpm: [
    'npx',
    '--yes',
    'pnpm@10.34.8',
    'install',
    '--ignore-scripts',
    '--ignore-workspace',
    '--prefer-offline',
  ],
  'yarn 1': [
    'npx',
    '--yes',
    'yarn@1.22.22',
    'install',
    '--ignore-scripts',
    '--non-interactive',
    '--prefer-offline',
  ],
  'yarn 4': ['npx', '--yes', '@yarnpkg/cli-dist@4.18.1', 'install', '--no-immutable'],
};

/** Installs what the folder's package.json asks for. No install script of anything may run. */
export async function install(manager: InstallCase['manager'], folder: string): Promise<void> {
  const [command, ...args] = COMMANDS[manager];
  await runChild(command, args, folder);
}
