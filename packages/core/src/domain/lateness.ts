import type { Origin } from './execution.ts';

/** What starts later than this is late, and keeps why. */
export const LATE_FROM_MS = 1_000;

export const LATE_REASONS = [
  /** No place or thread was free, or the run before it in its chain was still going on. */
  'queue',
  /** A job that ran in the runner's own thread kept it busy. */
  'blocked-loop',
  /** The runner's process stood still while no job ran: it was stopped, or got no time from the machine. */
  'standstill',
  /** It fell due while no runner ran. */
  'catch-up',
  /** It fell due while another runner held the lease, or nobody could; then this one got it. */
  'takeover',
  /** The runner could not renew its lease in time. */
  'lease',
  /** Its schedule, or a change of it, reached the runner after it was due. */
  'late-sync',
  /** The clock went forward: somebody set it, or the machine slept. */
  'clock',
  'unknown',
] as const;

/** Why a run started late, or was so late that it was given up. */
export type LateReason = (typeof LATE_REASONS)[number];

/** How late something was that was due at `dueAt`, in milliseconds; null for a run by hand, which is never due. */
export function lateMsAt(at: number, { origin, dueAt }: { readonly origin: Origin; readonly dueAt: number }) {
  return origin === 'manual' ? null : Math.max(0, at - dueAt);
}

/** Whether so much is late, and has a reason. */
export function isLate(lateMs: number | null): lateMs is number {
  return lateMs !== null && lateMs >= LATE_FROM_MS;
}
