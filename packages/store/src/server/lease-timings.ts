import { LEASE_RENEW_MS, LEASE_SILENCE_MS, LEASE_TRUST_MS } from '@zenpulse/core/ports';

/** The timeouts of the lease, in milliseconds. */
export interface LeaseTimings {
  readonly renewMs: number;
  readonly trustMs: number;
  readonly silenceMs: number;
  /** For opening the connection. */
  readonly connectMs: number;
  /** For the answer to a statement: short enough to leave time for another connection before trust expires. */
  readonly answerMs: number;
  /** For the lock, before a contender asks again; without an answer for longer, the server counts as lost. */
  readonly lockWaitMs: number;
  /** For the engine's answer with P; without it, the stored P is kept. */
  readonly processedMs: number;
  /** Between two checks whether the last holder has died, and before the second try to connect. */
  readonly lookMs: number;
  /** The longest pause between two tries to connect. */
  readonly retryMs: number;
}

export const LEASE_TIMINGS: LeaseTimings = {
  renewMs: LEASE_RENEW_MS,
  trustMs: LEASE_TRUST_MS,
  silenceMs: LEASE_SILENCE_MS,
  connectMs: 5_000,
  answerMs: 3_000,
  lockWaitMs: 15_000,
  processedMs: 2_000,
  lookMs: 200,
  retryMs: 5_000,
};
