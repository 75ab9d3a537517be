import { readFileSync, readlinkSync } from 'node:fs';
import type { CpuMeter, CpuReading } from '@zenpulse/core/ports';

/** Reads the CPU time of the calling thread; except on Linux, that of the process. */
export function createCpuMeter(file: string | null = threadStatFile()): CpuMeter {
  return { read: () => (file === null ? null : readThread(file)) ?? readProcess() };
}

/** The file with the CPU time of the calling thread, which other threads can read too; null except on Linux. */
export function threadStatFile(): string | null {
  try {
    const file = `/proc/${readlinkSync('/proc/thread-self')}/schedstat`;
    return readThread(file) === null ? null : file;
  } catch {
    return null;
  }
}

/** Null if the kernel does not count it, or the thread has ended. */
export function readThread(file: string): CpuReading | null {
  try {
    const [used = Number.NaN, waited = Number.NaN] = readFileSync(file, 'utf8').split(' ').map(Number);
    return used > 0 && waited >= 0 ? { usedMs: used / 1e6, waitedMs: waited / 1e6 } : null;
  } catch {
    return null;
  }
}

function readProcess(): CpuReading {
  const { user, system } = process.cpuUsage();
  return { usedMs: (user + system) / 1_000, waitedMs: null };
}
