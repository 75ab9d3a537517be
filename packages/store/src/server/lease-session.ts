import type { LeaseRow } from './lease-row.ts';

/** What a holder was given, and when it asked for it. */
export interface Granted {
  readonly sentAt: number;
  /** By the monotonic clock. */
  readonly sentMono: number;
  /** Up to where the holder may start occurrences; the row's own R is never less. */
  readonly reservedUntil: number;
  readonly revision: number;
}

/** What the lease says to the server in one session. Everything rejects once the connection is lost. */
export interface LeaseSession {
  /** `isFirst`: this runner has had no session before. */
  open(isFirst: boolean): Promise<void>;
  /** Resolves once this session has the lock. `onTaken`: somebody else has it, told at each try. */
  lock(onTaken: () => void): Promise<void>;
  unlock(): Promise<void>;
  /** The row as the last holder left it, with the epoch that is this session's. */
  raiseEpoch(): Promise<LeaseRow>;
  /** Null when somebody has raised the epoch since. */
  hold(epoch: number, identity: string): Promise<Granted | null>;
  /** Null when somebody has raised the epoch since. */
  renew(epoch: number, processedUntil: number | null): Promise<Granted | null>;
  release(epoch: number, processedUntil: number): Promise<void>;
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
