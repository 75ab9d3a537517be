import type { Sql } from '@prisma/client-runtime-utils';
import type { Logger, RevisionPair } from '@zenpulse/core/ports';
import type { LeaseRow } from '../server/lease-row.ts';
import type { Fence, Granted, LeaseSession, ServerStart } from '../server/lease-session.ts';
import type { LeaseTimings } from '../server/lease-timings.ts';
import type { ServerClock } from '../server/server-clock.ts';
import type { PostgresPulse } from './postgres-pulse.ts';
import { PostgresLeaseConnection } from './postgres-lease-connection.ts';
import {
  awaitLock,
  endTwins,
  hold,
  raiseEpoch,
  release,
  renew,
  stillHere,
  tryLock,
  unlock,
  withoutPatience,
  type LeaseGrant,
} from './postgres-lease-sql.ts';
import type { PostgresAddress } from './postgres-address.ts';
import type { DatabaseTime } from './postgres-instant.ts';

export interface PostgresLeaseSessionOptions {
  readonly address: PostgresAddress;
  readonly runnerId: string;
  readonly clock: ServerClock;
  readonly logger: Logger;
  readonly timings: LeaseTimings;
  readonly now: DatabaseTime;
  /** Receives the revision that renewals also read; optional. */
  readonly pulse?: Pick<PostgresPulse, 'answered'>;
}

/** A lease session on a separate connection, which owns the advisory lock. */
export class PostgresLeaseSession implements LeaseSession {
  readonly #connection: PostgresLeaseConnection;
  readonly #options: PostgresLeaseSessionOptions;

  constructor(options: PostgresLeaseSessionOptions) {
    this.#options = options;
    const name = `zenpulse lease ${options.runnerId.slice(-40)}`; // the server keeps only 63 bytes
    this.#connection = new PostgresLeaseConnection({ ...options, name });
  }

  async open(isFirst: boolean): Promise<void> {
    await this.#connection.open();
    if (!isFirst) await this.#connection.ask(endTwins);
  }

  async lock(onTaken: () => void): Promise<ServerStart> {
    const { timings } = this.#options;
    const { lockWaitMs, answerMs } = timings;
    let answer = await this.#asksForLock(tryLock, answerMs);
    while (!answer.isLocked) {
      onTaken();
      answer = await this.#asksForLock(awaitLock, lockWaitMs + answerMs);
    }
    await this.#connection.ask(withoutPatience(answerMs));
    return { host: answer.host, startedAt: answer.startedAt };
  }

  async unlock(): Promise<void> {
    await this.#connection.ask(unlock);
  }

  async raiseEpoch(): Promise<LeaseRow> {
    const row = await this.#first<LeaseRow>(raiseEpoch(this.#options.now()));
    if (row === null) throw new Error('expected the row of the lease, got none');
    return row;
  }

  hold(fence: Fence, identity: string): Promise<Granted | null> {
    return this.#grant(hold(identity, { fence, ...this.#asked() }));
  }

  renew(fence: Fence, processedUntil: number | null): Promise<Granted | null> {
    return this.#grant(renew({ fence, processedUntil, ...this.#asked() }));
  }

  async release(fence: Fence, processedUntil: number): Promise<void> {
    await this.#connection.ask(release({ fence, processedUntil, now: this.#options.now() }));
  }

  async sayStillHere(): Promise<void> {
    await this.#connection.ask(stillHere);
  }

  rest(ms: number): Promise<void> {
    return this.#connection.rest(ms);
  }

  wake(): void {
    this.#connection.wake();
  }

  drop(reason: Error): void {
    this.#connection.drop(reason);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  async #asksForLock(sql: Sql, withinMs: number): Promise<ServerStart & { readonly isLocked: boolean }> {
    type Row = ServerStart & { readonly isLocked: boolean };
    const [row] = await this.#connection.ask<Row>(sql, withinMs);
    if (row === undefined) throw new Error('expected an answer about the lock, got no row');
    return row;
  }

  #asked() {
    const { timings, now } = this.#options;
    return { trustMs: timings.trustMs, now: now() };
  }

  async #grant(sql: Sql): Promise<Granted | null> {
    const { clock, pulse } = this.#options;
    const [sentAt, sentMono] = [clock.now(), clock.monotonic()];
    const grant = await this.#first<LeaseGrant>(sql);
    if (grant === null) return null;
    const { reservedUntil, revision, token } = grant;
    pulse?.answered({ revision, token }, true);
    const isRevision = (known: RevisionPair) => known.revision === revision && known.token === token;
    return { reservedUntil, isRevision, sentAt, sentMono };
  }

  /** Null if there is no row. */
  async #first<Row extends LeaseRow | LeaseGrant>(sql: Sql): Promise<Row | null> {
    const { clock } = this.#options;
    const [row] = await clock.measured(() => this.#connection.ask<Row & { readonly pid: number }>(sql));
    if (row !== undefined && !this.#connection.isOwn(row.pid)) {
      throw new Error(
        'expected a direct connection to PostgreSQL, got one by way of a pooler: a lock cannot be kept on it',
      );
    }
    return row ?? null;
  }
}
