import { LEASE_RENEW_MS, LEASE_SILENCE_MS, LEASE_TRUST_MS } from '@zenpulse/core/ports';

/** What the lease waits for, in milliseconds. */
export interface LeaseTimings {
  readonly renewMs: number;
  readonly trustMs: number;
  readonly silenceMs: number;
  /** For the server to take the connection. */
  readonly connectMs: number;
  /** For the answer to a statement: short enough to leave some trust for another connection. */
  readonly answerMs: number;
  /** For the lock, before a contender asks again; one that hears nothing for longer has lost its server. */
  readonly lockWaitMs: number;
  /** For the engine to say how far it has come; without its word P stays where it is. */
  readonly processedMs: number;
  /** Between two looks at whether the last holder has died, and before the second try to connect. */
  readonly lookMs: number;
  /** At most between two tries to connect. */
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
