import type { RevisionPair } from './schedule-store.ts';

/** The right to start runs. Under `--lock` one runner holds it at a time; see `docs/decisions/0006-lease.md`. */
export interface Lease {
  /** Tries to acquire the lease, again after each loss, until `stop`. */
  start(events: LeaseEvents): void;
  /** Synchronous. True while this runner holds the lease and its trust has not expired. */
  isHeld(): boolean;
  /**
   * Synchronous; called in the same turn in which an occurrence is decided or its run starts. True if the lease is
   * held, trust (monotonic) has not expired, and neither the wall clock nor `scheduledAt` is past R. With files it also
   * checks that the next epoch does not exist.
   */
  mayStart(scheduledAt: number): boolean;
  /**
   * Writes the last P, marks the tenure as left cleanly, and releases the lease. Without a last P it releases it
   * without the mark. Idempotent; may be called before `start`.
   */
  stop(): Promise<void>;
}

export interface LeaseEvents {
  /**
   * Called when `mayStart` may first return true: the old R has passed, or its holder left cleanly or is proven dead.
   */
  readonly onAcquired: (tenure: Tenure) => void;
  readonly onLost: (reason: string) => void;
  /** Called once per wait: another runner holds the lease. */
  readonly onWaiting: () => void;
  /**
   * Called before each renewal and at `stop`. Returns P: every occurrence up to it is decided, durably. Null: keep the
   * stored P; at `stop`, leave everything as after a crash, since runs later than P may have been started.
   */
  readonly processedUntil: () => Promise<number | null>;
  /** After each renewal that succeeded. */
  readonly onRenewed?: (renewal: LeaseRenewal) => void;
  /** Called at `stop`, once the last P is stored and the tenure is marked as left cleanly. */
  readonly onReleased?: () => void;
}

export interface LeaseRenewal {
  /** The wall clock when the renewal was sent; epoch milliseconds. */
  readonly sentAt: number;
  /** True if the renewal read this pair in the store; absent where the lease is not in the store. */
  readonly isRevision?: (known: RevisionPair) => boolean;
}

/** What a new holder finds. Instants are epoch milliseconds. */
export interface Tenure {
  /** Raised by each holder; 0 without `--lock`. */
  readonly epoch: number;
  /** P: every occurrence up to here was decided. Null: the lease was never held before, and P begins now. */
  readonly processedUntil: number | null;
  /** R: the previous holder may have started occurrences up to here. Null if it left cleanly, or there was none. */
  readonly reservedUntil: number | null;
  /** The previous holder, whose journal has the fate of the occurrences after P; null if it left cleanly. */
  readonly previousRunnerId: string | null;
  /** The epoch of that holder; null if it left cleanly. */
  readonly previousEpoch: number | null;
  /** True if the previous holder neither left cleanly nor is proven dead: a run of its may still be going on. */
  readonly mayOverlap: boolean;
}

/** How often the lease is renewed; trust and R reach `LEASE_TRUST_MS` past the moment a renewal was sent. */
export const LEASE_RENEW_MS = 5_000;
export const LEASE_TRUST_MS = 10_000;
/** After this much silence a server ends a lock's session. */
export const LEASE_SILENCE_MS = 15_000;
