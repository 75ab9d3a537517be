import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Which process something belongs to, told so that another process can see later whether it has died. */
export interface ProcessIdentity {
  readonly runnerId: string;
  readonly hostname: string;
  readonly pid: number;
  /** Of the machine's present run; null elsewhere than on Linux. */
  readonly bootId: string | null;
  /** Pids mean something within one namespace only; null elsewhere than on Linux. */
  readonly pidNamespace: string | null;
  /** When the process started, in clock ticks since boot: pids are given out again. Null elsewhere than on Linux. */
  readonly startedTicks: number | null;
}

/** The identity of this process, under the runner's name. */
export function identifyProcess(runnerId: string): ProcessIdentity {
  return {
    runnerId,
    hostname: hostname(),
    pid: process.pid,
    bootId: currentBootId(),
    pidNamespace: currentPidNamespace(),
    startedTicks: readStat('self')?.startedTicks ?? null,
  };
}

/**
 * Whether the process certainly runs no more, so that nobody has to wait for it: same boot, same pid namespace, and
 * its pid is free, a zombie's, or another process's. False where that cannot be known. Synchronous; never throws.
 */
export function isProvenDead(identity: ProcessIdentity): boolean {
  const { bootId, pidNamespace, pid, startedTicks } = identity;
  if (bootId === null || bootId !== currentBootId()) return false;
  if (pidNamespace === null || pidNamespace !== currentPidNamespace()) return false;
  const stat = readStat(pid);
  // Under the mount option `hidepid` another user's living process has no such file either.
  if (stat === null) return isPidFree(pid);
  if (stat.state === 'Z' || stat.state === 'X') return true;
  return startedTicks !== null && stat.startedTicks !== startedTicks;
}

/**
 * Whether the process will write no more, so that its journal may be taken over: proven dead, or its machine has
 * restarted since, or (elsewhere than on Linux) its pid is free on this machine. Synchronous; never throws.
 */
export function isGone(identity: ProcessIdentity): boolean {
  if (isProvenDead(identity)) return true;
  if (identity.hostname !== hostname()) return false;
  const bootId = currentBootId();
  if (bootId === null && identity.bootId === null) return isPidFree(identity.pid);
  return bootId !== null && identity.bootId !== null && identity.bootId !== bootId;
}

/** Whether its life can be seen from here; not that of a process in another container, or on another host. */
export function isVisible({ bootId, pidNamespace, hostname: host }: ProcessIdentity): boolean {
  if (bootId === null || currentBootId() === null) return host === hostname();
  return bootId === currentBootId() && pidNamespace === currentPidNamespace();
}

/** Whether this machine has run without a break since that process lived on it; false where that cannot be known. */
export function isSameBoot({ bootId }: ProcessIdentity): boolean {
  return bootId !== null && bootId === currentBootId();
}

/** The identity in what was read from a file; null for anything else. */
export function parseIdentity(value: unknown): ProcessIdentity | null {
  if (typeof value !== 'object' || value === null) return null;
  const { runnerId, hostname, pid, bootId, pidNamespace, startedTicks } = value as Record<string, unknown>;
  if (typeof runnerId !== 'string' || typeof hostname !== 'string') return null;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return null;
  if (!isTextOrNull(bootId) || !isTextOrNull(pidNamespace)) return null;
  if (startedTicks !== null && typeof startedTicks !== 'number') return null;
  return { runnerId, hostname, pid, bootId, pidNamespace, startedTicks };
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function currentBootId(): string | null {
  return readOrNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
}

function currentPidNamespace(): string | null {
  return readOrNull(() => readlinkSync('/proc/self/ns/pid'));
}

/** See proc_pid_stat(5). The second field is the program's name in brackets, which may hold brackets and spaces. */
function readStat(pid: number | 'self'): { readonly state: string; readonly startedTicks: number } | null {
  return readOrNull(() => {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', startedTicks: Number(fields[19]) };
  });
}

function isPidFree(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function readOrNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
