import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRecordingLogger } from '@zenpulse/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../system-clock.ts';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import { until } from '../testing/until.ts';
import { createFileLease } from './file-lease.ts';

describe('a file lease', () => {
  let folder: TemporaryFolder;
  let told: string[];
  beforeEach(() => {
    folder = temporaryFolder();
    told = [];
  });
  afterEach(() => folder.remove());

  const start = (logger = createRecordingLogger()) => {
    const lease = createFileLease(folder.path, systemClock, logger);
    lease.start({
      onAcquired: () => told.push('acquired'),
      onLost: () => told.push('lost'),
      onWaiting: () => told.push('waits'),
    });
    return lease;
  };

  it('takes over from a holder that died and left its lock', async () => {
    const lock = join(folder.path, 'runner.lock');
    mkdirSync(lock);
    utimesSync(lock, 1_000, 1_000);
    const lease = start();
    await until(() => lease.isHeld());
    await lease.stop();
  });

  it('notices that its lock was taken away, says so, and gets it again', async () => {
    const lease = start();
    await until(() => lease.isHeld());
    rmSync(join(folder.path, 'runner.lock'), { recursive: true });
    await until(() => told.includes('lost'));
    await until(() => lease.isHeld());
    expect(told).toEqual(['acquired', 'lost', 'acquired']);
    await lease.stop();
  }, 30_000);

  it('keeps trying when the lock cannot be made at all, and logs why', async () => {
    rmSync(folder.path, { recursive: true });
    writeFileSync(folder.path, 'a file where the folder should be');
    const logger = createRecordingLogger();
    const lease = start(logger);
    await until(() => logger.lines.some(({ level }) => level === 'warn'));
    expect(lease.isHeld()).toBe(false);
    rmSync(folder.path);
    await until(() => lease.isHeld());
    await lease.stop();
  });
});
