import type { Origin } from './execution.ts';

/** A start later than this is late and gets a reason. */
export const LATE_FROM_MS = 1_000;

export const LATE_REASONS = [
  /** No place or thread was free, or the run before it in its chain had not ended. */
  'queue',
  /** A job that ran in the runner's own thread kept it busy. */
  'blocked-loop',
  /**
   * The runner's process did not run although no job blocked it: it was stopped, or the machine gave it no CPU time.
   */
  'standstill',
  /** It fell due while no runner ran. */
  'catch-up',
  /** It fell due while another runner held the lease, or while none did, before this one acquired it. */
  'takeover',
  /** The runner could not renew its lease in time. */
  'lease',
  /** Its schedule, or a change of it, reached the runner after it was due. */
  'late-sync',
  /** The clock jumped forward: it was set, or the machine slept. */
  'clock',
  'unknown',
] as const;

/** Why a run started late, or was so late that it was missed. */
export type LateReason = (typeof LATE_REASONS)[number];

/** Milliseconds from `dueAt` to `at`; null for a run by hand, which is never due. */
export function lateMsAt(at: number, { origin, dueAt }: { readonly origin: Origin; readonly dueAt: number }) {
  return origin === 'manual' ? null : Math.max(0, at - dueAt);
}

/** True if this counts as late and gets a reason. */
export function isLate(lateMs: number | null): lateMs is number {
  return lateMs !== null && lateMs >= LATE_FROM_MS;
}
