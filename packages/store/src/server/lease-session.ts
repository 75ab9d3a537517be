import type { RevisionPair } from '@zenpulse/core/ports';
import type { LeaseRow } from './lease-row.ts';

/** What a holder was granted, and when it asked. */
export interface Granted {
  readonly sentAt: number;
  /** On the monotonic clock. */
  readonly sentMono: number;
  /** The holder may start occurrences up to here; the row's R is never less. */
  readonly reservedUntil: number;
  /** True if the same statement read this revision and token. */
  readonly isRevision: (known: RevisionPair) => boolean;
}

/** Identifies one holder's writes. The epoch alone is not enough: it may occur again in a restored database. */
export interface Fence {
  readonly epoch: number;
  /** A random value. */
  readonly value: string;
}

/** Identifies a start of the server. A server promoted or restored in another's place has another start. */
export interface ServerStart {
  readonly host: string;
  /** Epoch milliseconds; answers about the same start may differ by a second. */
  readonly startedAt: number;
}

/** The lease's statements in one session. All reject once the connection is lost. */
export interface LeaseSession {
  /** `isFirst`: this runner had no session before. */
  open(isFirst: boolean): Promise<void>;
  /**
   * Resolves once this session has the lock, to the server's start. `onTaken`: called at each try while another session
   * has it.
   */
  lock(onTaken: () => void): Promise<ServerStart>;
  unlock(): Promise<void>;
  /** Raises the epoch, and returns the row as the previous holder left it. */
  raiseEpoch(): Promise<LeaseRow>;
  /** Null if another session has raised the epoch since. */
  hold(fence: Fence, identity: string): Promise<Granted | null>;
  /** Null if another session has raised the epoch since, or the row has another fence. */
  renew(fence: Fence, processedUntil: number | null): Promise<Granted | null>;
  release(fence: Fence, processedUntil: number): Promise<void>;
  /** Sends a statement, since a silent session loses its lock. */
  sayStillHere(): Promise<void>;
  /** Resolves after `ms`, or earlier when woken; rejects once the connection is lost. */
  rest(ms: number): Promise<void>;
  wake(): void;
  /** Destroys the connection without closing it properly. Idempotent. */
  drop(reason: Error): void;
  /** Closes it properly, within a second. */
  close(): Promise<void>;
}
