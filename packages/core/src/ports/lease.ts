import type { RevisionPair } from './schedule-store.ts';

/** The right to start runs. Under `--lock` one runner holds it at a time; see `docs/decisions/0006-lease.md`. */
export interface Lease {
  /** Tries until it holds the lease, again after each loss, until `stop`. */
  start(events: LeaseEvents): void;
  /** Synchronous: whether this runner is the holder and its trust has not expired. */
  isHeld(): boolean;
  /**
   * Synchronous, for the very turn in which an occurrence is decided or its run starts: the lease is held, trust
   * (monotonic) has not expired, and neither the wall clock nor `scheduledAt` is past R. On files it also looks for
   * the next epoch.
   */
  mayStart(scheduledAt: number): boolean;
  /**
   * Writes the last P, marks the tenure as left cleanly, and gives the lease back. Without a last P it gives it back
   * and leaves no mark. Idempotent; may come before `start`.
   */
  stop(): Promise<void>;
}

export interface LeaseEvents {
  /** From here on `mayStart` may say yes: the old R has passed, or its holder left cleanly or is proven dead. */
  readonly onAcquired: (tenure: Tenure) => void;
  readonly onLost: (reason: string) => void;
  /** Somebody else holds it; told once per wait. */
  readonly onWaiting: () => void;
  /**
   * Asked before each renewal and at `stop`: P, up to which every occurrence is decided, durably. Null: keep the P
   * that stands; at `stop`, leave everything as a crash would, since more may have been started than P says.
   */
  readonly processedUntil: () => Promise<number | null>;
  /** After each renewal that succeeded. */
  readonly onRenewed?: (renewal: LeaseRenewal) => void;
  /** At `stop`: the last P stands, and the tenure is marked as left cleanly. */
  readonly onReleased?: () => void;
}

export interface LeaseRenewal {
  /** The wall clock when it was sent; epoch milliseconds. */
  readonly sentAt: number;
  /** Whether the renewal read this pair in the store; absent where the lease is not in the store. */
  readonly isRevision?: (known: RevisionPair) => boolean;
}

/** What a holder finds when its turn begins. Instants are epoch milliseconds. */
export interface Tenure {
  /** Raised by each holder; 0 without `--lock`. */
  readonly epoch: number;
  /** P: every occurrence up to here was decided. Null: nobody has held this lease before, and P begins now. */
  readonly processedUntil: number | null;
  /** R: the last holder may have started occurrences up to here. Null when it left cleanly, or there was none. */
  readonly reservedUntil: number | null;
  /** The last holder, whose journal tells what became of the occurrences after P; null when it left cleanly. */
  readonly previousRunnerId: string | null;
  /** The epoch of that holder; null when it left cleanly. */
  readonly previousEpoch: number | null;
  /** The last holder neither left cleanly nor is proven dead: a run of its may still be going on. */
  readonly mayOverlap: boolean;
}

/** A renewal is sent so often; trust and R reach `LEASE_TRUST_MS` past the moment it was sent. */
export const LEASE_RENEW_MS = 5_000;
export const LEASE_TRUST_MS = 10_000;
/** A server forgets a silent lock session after this. */
export const LEASE_SILENCE_MS = 15_000;
