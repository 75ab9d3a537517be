import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backend, Lease, Logger, Tenure } from '@zenpulse/core/ports';
import type { FakeClock } from '@zenpulse/core/testing';
import type { LeaseTimings } from '../server/lease-timings.ts';
import type { ServerClock } from '../server/server-clock.ts';

/** A folder for tests that write no journal. */
export const NO_FOLDER = join(tmpdir(), 'zenpulse-test-nothing');

/** A database on one of the servers for one test file, dropped after it. */
export interface ServerDatabase {
  readonly kind: 'postgres' | 'mysql';
  /** The product's name in labels. */
  readonly product: 'PostgreSQL' | 'MySQL';
  readonly url: string;
  /** A connection such as a person with a shell has. */
  byHand(): Promise<SqlByHand>;
  /** A backend, opened as a process does. */
  connect(options?: ConnectOptions): Backend;
  /** An emptied backend whose database time is a fake clock. */
  subject(logger?: Logger): Promise<ServerSubject>;
  /** A place for a second set of tables beside the first: another schema, or another database. */
  place(name: string): Place;
  /** Creates the tables; resolves to the names of the applied migrations. */
  migrate(url?: string): Promise<string[]>;
  /** A lease on it that takes this clock as the database's time. */
  createLease(options: LeaseOptions): Lease;
  peekTenure(clock: FakeClock): Promise<Tenure | null>;
  /** An account with the rights that docs/databases.md lists for all processes except `migrate`. */
  createAccount(place: Place): Promise<Account>;
  readonly sql: ServerSql;
}

interface ConnectOptions {
  readonly url?: string;
  readonly logger?: Logger;
  /** The limit for an answer and all other waits of a store. */
  readonly patienceMs?: number;
  readonly stateDir?: string;
}

/** A second connection. On both databases, names are quoted with double quotes and `$1` is the first parameter. */
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
  /** The name that processes show. */
  readonly label: string;
  /** A statement that switches a connection by hand to it. */
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
  /** The database's clock. */
  readonly time: FakeClock;
}

/** SQL of the tests that differs between the two servers. */
export interface ServerSql {
  /** An instant (epoch milliseconds). */
  instant(epochMs: number): string;
  readonly now: string;
  /** A `SELECT` that ends all other sessions of this database. */
  endSessions(byHand: SqlByHand): Promise<void>;
  /** Ends the sessions of a runner's lease. */
  endLease(byHand: SqlByHand, runnerId: string): Promise<void>;
  /** A table "numbers" with the rows `(n)` from 1 to this count. */
  numbers(count: number): string;
  /** The end of an INSERT that changes one column of an existing row. */
  onDuplicateSchedule(column: string): string;
}

/** Shorter timeouts than in production. */
export function timeoutsOf(patienceMs: number | undefined) {
  if (patienceMs === undefined) return {};
  const timeouts = { connectMs: patienceMs, statementMs: patienceMs - 100, answerMs: patienceMs + 100 };
  return { timeouts };
}
