import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JobRegistry, zenpulseJob } from '@zenpulse/core/engine';
import { createRecordingLogger } from '@zenpulse/core/testing';
import { SettingsError } from '@zenpulse/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRunner, type Runner, type RunnerOptions } from './create-runner.ts';

const EVERY_SECOND = { triggerType: 'interval', intervalValue: 1, intervalUnit: 'seconds' } as const;

let folder: string;
let database: string;
const runners: Runner[] = [];
beforeEach(async () => {
  JobRegistry.clear();
  folder = await mkdtemp(join(tmpdir(), 'zenpulse-runner-'));
  database = `file:${folder}/zenpulse.db`;
});
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop()));
  JobRegistry.clear();
  await rm(folder, { recursive: true, force: true });
});

/** A runner that is stopped when its test ends. */
function runnerWith(options: RunnerOptions = {}): Runner {
  const runner = createRunner({ database, ...options });
  runners.push(runner);
  return runner;
}

/** Registers a job that runs each second; resolves at its next runs, one after the other. */
function beating(): () => Promise<void> {
  let heard: () => void = () => undefined;
  zenpulseJob('beat', EVERY_SECOND, () => heard());
  return () => new Promise((resolve) => (heard = resolve));
}

describe('start and stop', () => {
  it('may each be called twice', async () => {
    const nextRun = beating();
    const runner = runnerWith();
    await Promise.all([runner.start(), runner.start()]);
    await nextRun();
    await Promise.all([runner.stop(), runner.stop()]);
    await runner.stop();
  });

  it('in the other order open nothing, and a start after the stop is refused', async () => {
    const runner = runnerWith();
    await runner.stop();
    await expect(runner.start()).rejects.toThrow('this runner was stopped and stays so; create another one');
    expect(existsSync(join(folder, 'zenpulse.db'))).toBe(false);
  });

  it('a stop during the start waits for it', async () => {
    const runner = runnerWith();
    const starting = runner.start();
    await runner.stop();
    await starting;
    await expect(runner.start()).rejects.toThrow('stopped');
  });

  it('run the given jobs and no other', async () => {
    const nextRun = beating();
    const [beat] = JobRegistry.getAllJobs();
    JobRegistry.clear();
    zenpulseJob('other', EVERY_SECOND, () => expect.unreachable());
    await runnerWith({ jobs: beat === undefined ? [] : [beat] }).start();
    await nextRun();
    await nextRun();
  });
});

describe('a start that fails', () => {
  it('says why, leaves nothing open, and may be tried again', async () => {
    await writeFile(join(folder, 'zenpulse.db'), 'no database at all, but a text'.repeat(100));
    const http = await freePort();
    const runner = runnerWith({ http });
    await expect(runner.start()).rejects.toThrow();
    await rm(join(folder, 'zenpulse.db'));
    const nextRun = beating();
    await runner.start();
    await nextRun();
    expect((await fetch(`http://127.0.0.1:${http}/readyz`)).status).toBe(200);
  });
});

describe('lock', () => {
  it('lets one fire: the other is notified, and takes over when the first stops', async () => {
    const nextRun = beating();
    const first = runnerWith({ lock: true });
    await first.start();
    await nextRun();
    const logger = createRecordingLogger();
    const standsBy = new Promise<void>((resolve) => {
      void runnerWith({ lock: true, logger, onStandby: resolve }).start();
    });
    await standsBy;
    expect(fires(logger)).toBe(false);
    await first.stop();
    await nextRun();
    expect(fires(logger)).toBe(true);
  });

  it('notifies a runner that its lock was taken', async () => {
    let onLost: () => void = () => undefined;
    const lost = new Promise<void>((resolve) => (onLost = resolve));
    const nextRun = beating();
    await runnerWith({ lock: true, onLeaseLost: onLost }).start();
    await nextRun();
    const lease = join(folder, '.zenpulse/lease');
    const [epoch = ''] = (await readdir(lease)).filter((name) => name.startsWith('epoch-'));
    const next = epoch.replace(/\d+$/, (digits) => String(Number(digits) + 1).padStart(digits.length, '0'));
    await writeFile(join(lease, next), '');
    await lost;
  });
});

it('answers probes in this process, until it stops', async () => {
  const http = await freePort();
  const runner = runnerWith({ http });
  await runner.start();
  expect((await fetch(`http://127.0.0.1:${http}/readyz`)).status).toBe(200);
  await runner.stop();
  await expect(fetch(`http://127.0.0.1:${http}/readyz`)).rejects.toThrow('fetch failed');
});

describe('options', () => {
  it.each<[object, string]>([
    [{ lok: true }, 'lok: unknown option; createRunner takes jobs, jobModules, lock'],
    [
      { jobs: 'jobs.ts' },
      'jobs: expected a list of registered jobs, as JobRegistry.getAllJobs() has them, got "jobs.ts"',
    ],
    [{ jobs: [{ key: 'a' }] }, 'jobs: expected a list of registered jobs'],
    [{ lock: 'yes' }, 'lock: expected true or false, got "yes"'],
    [{ syncEvery: 0 }, 'syncEvery: expected whole seconds from 1 to 86400, got 0'],
    [{ syncEvery: 86_401 }, 'syncEvery: expected whole seconds'],
    [{ concurrency: 0 }, 'concurrency: expected a whole number from 1 to 10000, got 0'],
    [{ concurrency: 1.5 }, 'concurrency: expected a whole number'],
    [{ concurrency: '5' }, 'concurrency: expected a number, got "5"'],
    [{ grace: -1 }, 'grace: expected whole seconds from 0 to 86400, got -1'],
    [{ grace: Number.NaN }, 'grace: expected whole seconds from 0 to 86400, got NaN'],
    [{ http: 70_000 }, 'http: expected a port from 0 to 65535'],
    [{ http: {} }, 'http: expected a port, or an address and a port, got {}'],
    [{ logger: console }, 'logger: expected a logger with trace, debug, info, warn, error and child'],
    [{ onStandby: true }, 'onStandby: expected a function, got true'],
    [{ database: 5 }, 'database: expected text, got 5'],
    [[], 'createRunner: expected an object of options, got []'],
  ])('%j are refused before anything is opened: %s', (options, message) => {
    // As called from JavaScript.
    const call = () => createRunner(options);
    expect(call).toThrow(SettingsError);
    expect(call).toThrow(message);
  });

  it('that are undefined are not there', () => {
    const options = { database, lock: undefined, http: undefined, concurrency: undefined };
    createRunner(options as unknown as RunnerOptions); // as called from JavaScript
  });

  it.each([
    [{ timezone: 'Mars/Olympus' }, 'timezone (from the command line or code): expected an IANA time zone'],
    [{ retentionDays: -1 }, 'retentionDays: expected whole days'],
    [{ database: 'oracle://x' }, 'database: expected a SQLite file'],
  ])('%j is refused by the start', async (options, message) => {
    const starting = runnerWith(options).start();
    await expect(starting).rejects.toThrow(SettingsError);
    await expect(starting).rejects.toThrow(message);
  });
});

function fires(logger: ReturnType<typeof createRecordingLogger>): boolean {
  return logger.lines.some(({ sentence }) => sentence === 'This runner fires');
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo; // it listens on a TCP port
      server.close(() => resolve(port));
    });
  });
}
