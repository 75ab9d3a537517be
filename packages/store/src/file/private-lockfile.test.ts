import fs from 'node:fs';
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { privateLockfile } from './private-lockfile.ts';

const require = createRequire(import.meta.url);
const counts = () => process.eventNames().map((name) => [name, process.listenerCount(name as never)]);

it('locks without a listener in the process, and replaces nothing of it', () => {
  const { cwd, chdir, emit } = process;
  const { close, closeSync } = fs;
  const before = counts();
  const folder = mkdtempSync(join(tmpdir(), 'zenpulse-lock-'));
  const release = privateLockfile().lockSync(folder);
  expect(counts()).toEqual(before);
  expect(() => privateLockfile().lockSync(folder)).toThrow('already being held');
  release();
  privateLockfile().lockSync(folder)();
  expect([process.cwd, process.chdir, process.emit, fs.close, fs.closeSync]).toEqual([
    cwd,
    chdir,
    emit,
    close,
    closeSync,
  ]);
  rmSync(folder, { recursive: true });
});

it('leaves a host that uses proper-lockfile itself a copy that cleans up', () => {
  const own = privateLockfile();
  const before = process.listenerCount('SIGTERM');
  const hosts = require('proper-lockfile') as typeof own;
  try {
    expect(hosts).not.toBe(own);
    expect(process.listenerCount('SIGTERM')).toBe(before + 1);
  } finally {
    const signalExit = createRequire(require.resolve('proper-lockfile'))('signal-exit');
    (signalExit as { unload: () => void }).unload();
  }
});
