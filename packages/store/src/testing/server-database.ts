import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backend, Lease, Logger, Tenure } from '@zenpulse/core/ports';
import type { FakeClock } from '@zenpulse/core/testing';
import type { LeaseTimings } from '../server/lease-timings.ts';
import type { ServerClock } from '../server/server-clock.ts';

/** Of those who write no journal. */
export const NO_FOLDER = join(tmpdir(), 'zenpulse-test-nothing');

/** A database of a test file's own on one of the servers, dropped after it. */
export interface ServerDatabase {
  readonly kind: 'postgres' | 'mysql';
  /** As labels name it. */
  readonly product: 'PostgreSQL' | 'MySQL';
  readonly url: string;
  /** A connection as somebody with a shell has. */
  byHand(): Promise<SqlByHand>;
  /** A backend as a process opens it. */
  connect(options?: ConnectOptions): Backend;
  /** A backend on it, emptied, whose database time is a fake clock's. */
  subject(logger?: Logger): Promise<ServerSubject>;
  /** Where a second set of tables may be, beside the first: another schema, or another database. */
  place(name: string): Place;
  /** Makes the tables; resolves to the names of what was applied. */
  migrate(url?: string): Promise<string[]>;
  /** A lease on it whose database time is that clock's. */
  createLease(options: LeaseOptions): Lease;
  peekTenure(clock: FakeClock): Promise<Tenure | null>;
  /** An account with the rights that docs/databases.md says for everybody but `migrate`. */
  createAccount(place: Place): Promise<Account>;
  readonly sql: ServerSql;
}

interface ConnectOptions {
  readonly url?: string;
  readonly logger?: Logger;
  /** For an answer, and everything else that a store waits for. */
  readonly patienceMs?: number;
  readonly stateDir?: string;
}

/** A second connection. Both speak with double-quoted names and `$1` for the first value. */
export interface SqlByHand {
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- whoever writes the statement says what it returns
  query<Row extends object = Record<string, unknown>>(
    sql: string,
    values?: readonly unknown[],
  ): Promise<{ rows: Row[] }>;
  end(): Promise<void>;
}

export interface ServerSubject {
  readonly backend: Backend;
  readonly clock: FakeClock;
  readonly url: string;
  readonly byHand: SqlByHand;
  close(): Promise<void>;
}

export interface Place {
  readonly url: string;
  /** As processes name it. */
  readonly label: string;
  /** Makes a connection by hand go there. */
  readonly enter: string;
}

export interface Account {
  readonly url: string;
  drop(): Promise<void>;
}

interface LeaseOptions {
  readonly url: string;
  readonly runnerId: string;
  readonly clock: ServerClock;
  readonly logger: Logger;
  readonly timings: LeaseTimings;
  /** The database's. */
  readonly time: FakeClock;
}

/** What the tests say to both servers in other words. */
export interface ServerSql {
  /** An instant, in milliseconds since 1970. */
  instant(epochMs: number): string;
  readonly now: string;
  /** `SELECT`s what ends the sessions of this database but for the asking one. */
  endSessions(byHand: SqlByHand): Promise<void>;
  /** Ends the sessions of a runner's lease. */
  endLease(byHand: SqlByHand, runnerId: string): Promise<void>;
  /** Of rows one after the other: `(n)` from 1 to so many, as a table "numbers". */
  numbers(count: number): string;
  /** An INSERT's end that changes one column of the row that is there. */
  onDuplicateSchedule(column: string): string;
}

/** What a backend is opened with that shall not be as patient as in earnest. */
export function timeoutsOf(patienceMs: number | undefined) {
  if (patienceMs === undefined) return {};
  const timeouts = { connectMs: patienceMs, statementMs: patienceMs - 100, answerMs: patienceMs + 100 };
  return { timeouts };
}
