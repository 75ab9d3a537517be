import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createCpuMeter, readThread, threadStatFile } from './cpu-meter.ts';

/** Computes until the process has used so much CPU time. */
function compute(ms: number): void {
  const from = process.cpuUsage();
  for (;;) {
    const { user, system } = process.cpuUsage(from);
    if (user + system >= ms * 1_000) return;
  }
}

const statFile = threadStatFile();

it('counts what a thread computes, however busy the machine is', () => {
  const meter = createCpuMeter();
  const before = meter.read();
  compute(300);
  const after = meter.read();
  const usedMs = (after?.usedMs ?? 0) - (before?.usedMs ?? 0);
  // Other threads of the process (the collector, the compiler) may have had a part of the 300 ms.
  expect(usedMs).toBeGreaterThan(100);
});

it.skipIf(statFile === null)('counts nothing while a thread sleeps (skipped where it is not Linux)', () => {
  const meter = createCpuMeter();
  const before = meter.read();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  const after = meter.read();
  expect((after?.usedMs ?? 0) - (before?.usedMs ?? 0)).toBeLessThan(100);
  expect(after?.waitedMs).not.toBeNull();
});

it('falls back to the process where the system does not report threads', () => {
  expect(createCpuMeter(null).read()).toMatchObject({ waitedMs: null });
  expect(createCpuMeter('/proc/nobody/schedstat').read()?.usedMs).toBeGreaterThan(0);
});

it('treats a kernel that does not count like one that does not report', () => {
  expect(readThread('/dev/null')).toBeNull();
  if (statFile !== null) expect(readFileSync(statFile, 'utf8')).toMatch(/^\d+ \d+ \d+\n$/);
});
