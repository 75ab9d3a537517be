import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import { createLeaseFolder, type LeaseFolder } from './lease-folder.ts';
import { identifyProcess } from './process-identity.ts';
import { firstRecord } from './record-rules.ts';

describe('the folder of the lease', () => {
  let temporary: TemporaryFolder;
  let folder: LeaseFolder;
  beforeEach(() => {
    temporary = temporaryFolder();
    folder = createLeaseFolder(temporary.path);
  });
  afterEach(() => temporary.remove());

  const record = (epoch: number) => firstRecord(identifyProcess('a'), epoch, null, 1_000);
  const lock = () => join(temporary.path, 'lease/attempt.lock');

  it('lets an epoch be made once', () => {
    expect(folder.isMade(1)).toBe(false);
    expect(folder.make(1, record(1))).not.toBeNull();
    expect(folder.make(1, record(1))).toBeNull();
    expect([folder.isMade(1), folder.isMade(2)]).toEqual([true, false]);
  });

  it('finds the newest epoch by number, not by name, and nothing else by accident', () => {
    expect(folder.newest()).toBeNull();
    folder.make(9, record(9));
    folder.make(10, null);
    for (const name of ['epoch-11.new', 'epoch-', 'epoch-x', 'open']) {
      writeFileSync(join(temporary.path, 'lease', name), '');
    }
    expect(folder.newest()).toEqual({ epoch: 10, record: null, last: record(9) });
  });

  it('sees a file only where its path leads to it, though another one has its name', () => {
    const first = folder.make(1, record(1));
    expect(first?.isInPlace()).toBe(true);
    rmSync(join(temporary.path, 'lease'), { recursive: true });
    expect(first?.isInPlace()).toBe(false);
    const second = folder.make(1, record(1));
    expect([first?.isInPlace(), second?.isInPlace()]).toEqual([false, true]);
  });

  it('takes a lock that was left by a process that died in an attempt, and leaves a fresh one alone', async () => {
    mkdirSync(lock(), { recursive: true });
    expect(await folder.alone(() => 'taken')).toBeNull();
    utimesSync(lock(), 1, 1);
    expect(await folder.alone(() => 'taken')).toBe('taken');
    expect(existsSync(lock())).toBe(false);
  });

  it('gives the lock back when the attempt fails', async () => {
    const failing = folder.alone(() => {
      throw new Error('the disk is full');
    });
    await expect(failing).rejects.toThrow('the disk is full');
    expect(existsSync(lock())).toBe(false);
  });
});
