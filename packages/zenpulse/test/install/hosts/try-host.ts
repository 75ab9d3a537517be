import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runChild } from '../child.ts';
import { install } from '../install.ts';
import { use } from '../try-install.ts';
import type { Host, Trial } from './host.ts';

/** Null for one that works. */
export type TrialResult = readonly [Trial, Error | null];

/** Installs the application with the tarball in it and tries one thing after the other. `url` is of its server. */
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
    await install('npm', folder);
    const results: TrialResult[] = [];
    for (const trial of host.trials) {
      for (const left of ['zenpulse.db', '.zenpulse'])
        await rm(join(folder, left), { recursive: true, force: true });
      results.push([trial, await problemOf(trial, folder, url)]);
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function problemOf(trial: Trial, folder: string, url?: string): Promise<Error | null> {
  const env = { ...trial.env, ...(url === undefined ? {} : { ZENPULSE_DATABASE_URL: url }) };
  try {
    for (const [command, ...args] of trial.commands) {
      const file = command === 'node' ? process.execPath : join(folder, 'node_modules/.bin', command);
      const output = await runChild(file, args, folder, env);
      if (output.includes('did not exit')) throw new Error(`${command} does not end by itself:\n${output}`);
    }
    if (trial.app !== undefined) await use(folder, trial.app, env);
    return null;
  } catch (error) {
    return error as Error;
  }
}
