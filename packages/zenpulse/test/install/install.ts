import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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

/** Yarn's Plug'n'Play: without `node_modules`, packages stay in their archives. */
export const PLUG_AND_PLAY = {
  '.yarnrc.yml': 'nodeLinker: pnp\nenableScripts: false\nenableTelemetry: false\nenableGlobalCache: false\n',
  'yarn.lock': '', // makes Yarn treat the folder as a separate project
};

/** How `yarn` starts a command of the installed package in such a folder. */
export async function plugAndPlay(folder: string, name: string): Promise<Start> {
  const [yarn, ...args] = COMMANDS['yarn 4'].slice(0, -2) as [string, ...string[]];
  const said = await runChild(yarn, [...args, 'bin', name], folder);
  const file = said.trim().split('\n').at(-1) ?? '';
  const loader = pathToFileURL(join(folder, '.pnp.loader.mjs')).href;
  const options = `--require ${join(folder, '.pnp.cjs')} --experimental-loader ${loader}`;
  return { command: [process.execPath, file], env: { NODE_OPTIONS: options } };
}

export interface Start {
  readonly command: readonly [string, ...string[]];
  readonly env: NodeJS.ProcessEnv;
}

/** Installs the dependencies of the folder's package.json, with install scripts disabled. */
export async function install(manager: InstallCase['manager'], folder: string): Promise<void> {
  const [command, ...args] = COMMANDS[manager];
  await runChild(command, args, folder);
}
