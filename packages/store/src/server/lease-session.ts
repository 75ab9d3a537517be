import type { RevisionPair } from '@zenpulse/core/ports';
import type { LeaseRow } from './lease-row.ts';

/** What a holder was given, and when it asked for it. */
export interface Granted {
  readonly sentAt: number;
  /** By the monotonic clock. */
  readonly sentMono: number;
  /** Up to where the holder may start occurrences; the row's own R is never less. */
  readonly reservedUntil: number;
  /** Whether it read this pair of revision and token. */
  readonly isRevision: (known: RevisionPair) => boolean;
}

/** What tells one holder's writes from all others': an epoch of the same number may come again in a restored database. */
export interface Fence {
  readonly epoch: number;
  /** Random. */
  readonly value: string;
}

/** Which server answers, and since when. One that was promoted or restored in another's place is another start. */
export interface ServerStart {
  readonly host: string;
  /** Epoch milliseconds; the same start may be told with a second's difference. */
  readonly startedAt: number;
}

/** What the lease says to the server in one session. Everything rejects once the connection is lost. */
export interface LeaseSession {
  /** `isFirst`: this runner has had no session before. */
  open(isFirst: boolean): Promise<void>;
  /** Resolves once this session has the lock, to whose it is. `onTaken`: somebody else has it, told at each try. */
  lock(onTaken: () => void): Promise<ServerStart>;
  unlock(): Promise<void>;
  /** The row as the last holder left it, with the epoch that is this session's. */
  raiseEpoch(): Promise<LeaseRow>;
  /** Null when somebody has raised the epoch since. */
  hold(fence: Fence, identity: string): Promise<Granted | null>;
  /** Null when somebody has raised the epoch since, or the row has another fence. */
  renew(fence: Fence, processedUntil: number | null): Promise<Granted | null>;
  release(fence: Fence, processedUntil: number): Promise<void>;
  /** Silence would cost the lock. */
  sayStillHere(): Promise<void>;
  /** Resolves after `ms`, or when somebody wakes it; rejects once the connection is lost. */
  rest(ms: number): Promise<void>;
  wake(): void;
  /** Ends it without a goodbye. Idempotent. */
  drop(reason: Error): void;
  /** Ends it in good order, within a second. */
  close(): Promise<void>;
}
