import type { CalendarStore } from './calendar-store.ts';
import type { CancelRequestStore } from './cancel-request-store.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { ChangeRecordStore } from './change-record-store.ts';
import type { Clock } from './clock.ts';
import type { ExecutionStore } from './execution-store.ts';
import type { FiguresStore } from './figures-store.ts';
import type { JournalShelf } from './journal.ts';
import type { Lease, Tenure } from './lease.ts';
import type { OutputStore, WatchSignal } from './output-store.ts';
import type { RunRequestStore } from './run-request-store.ts';
import type { RunnerDirectory } from './runner-directory.ts';
import type { ScheduleStore } from './schedule-store.ts';
import type { Signal } from './signal.ts';
import type { StatsStore } from './stats-store.ts';
import type { TokenStore } from './token-store.ts';

/** Everything that processes share, on one kind of database. Its stores send a signal after each write. */
export interface Backend {
  readonly schedules: ScheduleStore;
  readonly executions: ExecutionStore;
  readonly runRequests: RunRequestStore;
  readonly cancelRequests: CancelRequestStore;
  readonly stats: StatsStore;
  readonly figures: FiguresStore;
  readonly tokens: TokenStore;
  readonly calendar: CalendarStore;
  readonly output: OutputStore;
  /** For runners: somebody watches a run's output. */
  readonly watches: WatchSignal;
  readonly signal: Signal;
  /** Hints that something changed. */
  readonly changes: ChangeFeed;
  readonly changeRecords: ChangeRecordStore;
  readonly runners: RunnerDirectory;
  readonly journals: JournalShelf;
  /** The system's clock; with a server database, corrected to the server's. */
  readonly clock: Clock;
  createLease(runnerId: string, kind: LeaseKind): Lease;
  /**
   * The tenure that a runner would get if it took the lease now; null while a living runner holds it. Changes nothing.
   */
  peekTenure(kind: LeaseKind): Promise<Tenure | null>;
  /**
   * A check that a runner makes once, as soon as the database answers: throws `store_unavailable` (`pooled`) if locks
   * or subscriptions would not last on this connection. Absent where there is nothing to check.
   */
  checkSession?(): Promise<void>;
  /** Idempotent. */
  close(): Promise<void>;
}

/**
 * `locking`: one holder at a time (`--lock`). `open`: held from start to stop, without protection from a second runner.
 */
export type LeaseKind = 'locking' | 'open';
