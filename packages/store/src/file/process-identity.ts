import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Identifies a process, so that another process can later check whether it has died. */
export interface ProcessIdentity {
  readonly runnerId: string;
  readonly hostname: string;
  readonly pid: number;
  /** The machine's boot id; null except on Linux. */
  readonly bootId: string | null;
  /** Process ids are unique within one namespace only; null except on Linux. */
  readonly pidNamespace: string | null;
  /** When the process started, in clock ticks since boot, because process ids are reused. Null except on Linux. */
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
 * True if the process has certainly ended, so that its lease need not be waited for: same boot, same pid namespace, and
 * its pid is unused, a zombie's, or another process's. False if that cannot be known. Synchronous; never throws.
 */
export function isProvenDead(identity: ProcessIdentity): boolean {
  const { bootId, pidNamespace, pid, startedTicks } = identity;
  if (bootId === null || bootId !== currentBootId()) return false;
  if (pidNamespace === null || pidNamespace !== currentPidNamespace()) return false;
  const stat = readStat(pid);
  // With the mount option `hidepid`, another user's living process has no such file either.
  if (stat === null) return isPidFree(pid);
  if (stat.state === 'Z' || stat.state === 'X') return true;
  return startedTicks !== null && stat.startedTicks !== startedTicks;
}

/**
 * True if the process will write no more, so that its journal may be adopted: proven dead, or its machine has restarted
 * since, or (except on Linux) its pid is unused on this machine. Synchronous; never throws.
 */
export function isGone(identity: ProcessIdentity): boolean {
  if (isProvenDead(identity)) return true;
  if (identity.hostname !== hostname()) return false;
  const bootId = currentBootId();
  if (bootId === null && identity.bootId === null) return isPidFree(identity.pid);
  return bootId !== null && identity.bootId !== null && identity.bootId !== bootId;
}

/** True if this process can see whether it is alive; false for one in another container or on another host. */
export function isVisible({ bootId, pidNamespace, hostname: host }: ProcessIdentity): boolean {
  if (bootId === null || currentBootId() === null) return host === hostname();
  return bootId === currentBootId() && pidNamespace === currentPidNamespace();
}

/** True if this machine has not restarted since that process lived; false if that cannot be known. */
export function isSameBoot({ bootId }: ProcessIdentity): boolean {
  return bootId !== null && bootId === currentBootId();
}

/** Parses an identity read from a file; null for anything else. */
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

/**
 * See proc_pid_stat(5). The second field is the program's name in brackets, which may itself contain brackets and
 * spaces.
 */
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
