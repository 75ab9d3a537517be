import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runChild } from '../child.ts';
import { install, plugAndPlay } from '../install.ts';
import { use } from '../try-install.ts';
import type { Host, Trial } from './host.ts';

/** Null if it works. */
export type TrialResult = readonly [Trial, Error | null];

/** Installs the application with the tarball and tries each thing in turn. `url`: its server's. */
export async function tryHost(host: Host, tarball: string, url?: string): Promise<readonly TrialResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'zenpulse-host-'));
  try {
    const dependencies = { express: '^5.0.0', zenpulse: `file:${tarball}`, ...host.dependencies };
    const manifest = { name: 'host', version: '1.0.0', private: true, dependencies };
    const files = { 'package.json': JSON.stringify(manifest, null, 2), ...host.files };
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(folder, dirname(name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    await install(host.manager ?? 'npm', folder);
    const results: TrialResult[] = [];
    for (const trial of host.trials) {
      for (const left of ['zenpulse.db', '.zenpulse'])
        await rm(join(folder, left), { recursive: true, force: true });
      results.push([
        trial,
        await problemOf(trial, folder, { url, isPlugAndPlay: host.manager === 'yarn 4' }),
      ]);
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Place {
  readonly url: string | undefined;
  readonly isPlugAndPlay: boolean;
}

async function problemOf(trial: Trial, folder: string, { url, isPlugAndPlay }: Place): Promise<Error | null> {
  try {
    const start = isPlugAndPlay ? await plugAndPlay(folder, 'zenpulse-runner') : undefined;
    const database = url === undefined ? {} : { ZENPULSE_DATABASE_URL: url };
    const env = { ...start?.env, ...trial.env, ...database };
    for (const [command, ...args] of trial.commands) {
      const file = command === 'node' ? process.execPath : join(folder, 'node_modules/.bin', command);
      const output = await runChild(file, args, folder, env);
      if (output.includes('did not exit')) throw new Error(`${command} does not end by itself:\n${output}`);
    }
    if (trial.app !== undefined)
      await use(folder, trial.app, { env, hasBrowser: trial.hasBrowser, runner: start?.command });
    return null;
  } catch (error) {
    return error as Error;
  }
}
