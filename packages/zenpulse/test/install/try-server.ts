import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChild } from './child.ts';
import { install } from './install.ts';
import type { InstallCase } from './install-case.ts';
import { driverCommand, writeScratch } from './try-install.ts';

/** Installs the tarball, then the driver as `zenpulse` advises, and creates and reads the tables at `url`. */
export async function tryServer(given: InstallCase, tarball: string, url: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'zenpulse-install-'));
  const zenpulse = (...args: string[]) =>
    runChild(join(folder, 'node_modules/.bin/zenpulse'), [...args, '--database', url, '--json'], folder);
  try {
    await writeScratch(folder, given, tarball);
    await install(given.manager, folder);
    const command = await driverCommand(folder, new URL(url).protocol);
    const [manager = '', ...args] = command.split(' ');
    await runChild(manager, [...args, '--ignore-scripts', '--no-audit', '--no-fund'], folder);
    const { applied } = JSON.parse(await zenpulse('migrate')) as { applied: string[] };
    if (applied.length === 0) throw new Error('expected tables to be made, got none');
    const schedules = await zenpulse('schedules', 'list');
    if (schedules.trim() !== '[]') throw new Error(`expected no schedules, got ${schedules}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
