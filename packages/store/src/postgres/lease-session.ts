import type { Logger } from '@zenpulse/core/ports';
import type { Prisma } from './generated/client/client.ts';
import { LeaseConnection } from './lease-connection.ts';
import type { LeaseRow } from './lease-row.ts';
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
} from './lease-sql.ts';
import type { LeaseTimings } from './lease-timings.ts';
import type { PostgresAddress } from './postgres-address.ts';
import type { DatabaseTime } from './postgres-instant.ts';
import type { ServerClock } from './server-clock.ts';

export interface LeaseSessionOptions {
  readonly address: PostgresAddress;
  readonly runnerId: string;
  readonly clock: ServerClock;
  readonly logger: Logger;
  readonly timings: LeaseTimings;
  readonly now: DatabaseTime;
}

/** What a holder was given, and when it asked for it. */
export interface Granted {
  readonly sentAt: number;
  /** By the monotonic clock. */
  readonly sentMono: number;
  readonly reservedUntil: number;
  readonly revision: number;
}

/** What the lease says to the server in one session. Everything rejects once the connection is lost. */
export class LeaseSession {
  readonly connection: LeaseConnection;
  readonly #options: LeaseSessionOptions;

  constructor(options: LeaseSessionOptions) {
    this.#options = options;
    const name = `zenpulse lease ${options.runnerId.slice(-40)}`; // the server keeps 63 bytes
    this.connection = new LeaseConnection({ ...options, name });
  }

  /** `isFirst`: this runner has had no session before. */
  async open(isFirst: boolean): Promise<void> {
    await this.connection.open();
    if (!isFirst) await this.connection.ask(endTwins);
  }

  /** Resolves once this session has the lock. `onTaken`: somebody else has it, told at each try. */
  async lock(onTaken: () => void): Promise<void> {
    const { address, timings } = this.#options;
    const { lockWaitMs, answerMs } = timings;
    let isLocked = await this.#asksForLock(tryLock(address.schema), answerMs);
    while (!isLocked) {
      onTaken();
      isLocked = await this.#asksForLock(awaitLock(address.schema), lockWaitMs + answerMs);
    }
    await this.connection.ask(withoutPatience(answerMs));
  }

  async unlock(): Promise<void> {
    await this.connection.ask(unlock(this.#options.address.schema));
  }

  /** The row as the last holder left it, with the epoch that is this session's. */
  async raiseEpoch(): Promise<LeaseRow> {
    const row = await this.#first<LeaseRow>(raiseEpoch(this.#options.now()));
    if (row === null) throw new Error('expected the row of the lease, got none');
    return row;
  }

  /** Null when somebody has raised the epoch since. */
  hold(epoch: number, identity: string): Promise<Granted | null> {
    const { timings, now } = this.#options;
    return this.#grant(hold(identity, { epoch, trustMs: timings.trustMs, now: now() }));
  }

  /** Null when somebody has raised the epoch since. */
  renew(epoch: number, processedUntil: number | null): Promise<Granted | null> {
    const { timings, now } = this.#options;
    return this.#grant(renew({ epoch, trustMs: timings.trustMs, processedUntil, now: now() }));
  }

  async release(epoch: number, processedUntil: number): Promise<void> {
    await this.connection.ask(release({ epoch, processedUntil, now: this.#options.now() }));
  }

  async sayStillHere(): Promise<void> {
    await this.connection.ask(stillHere);
  }

  async #asksForLock(sql: Prisma.Sql, withinMs: number): Promise<boolean> {
    const [row] = await this.connection.ask<{ isLocked: boolean }>(sql, withinMs);
    return row?.isLocked === true;
  }

  async #grant(sql: Prisma.Sql): Promise<Granted | null> {
    const { clock } = this.#options;
    const [sentAt, sentMono] = [clock.now(), clock.monotonic()];
    const grant = await this.#first<LeaseGrant>(sql);
    return grant === null ? null : { ...grant, sentAt, sentMono };
  }

  /** Null for no row. */
  async #first<Row extends LeaseRow | LeaseGrant>(sql: Prisma.Sql): Promise<Row | null> {
    const { clock } = this.#options;
    const [row] = await clock.measured(() => this.connection.ask<Row & { readonly pid: number }>(sql));
    if (row !== undefined && !this.connection.isOwn(row.pid)) {
      throw new Error(
        'expected a direct connection to PostgreSQL, got one by way of a pooler: a lock cannot be kept on it',
      );
    }
    return row ?? null;
  }
}
