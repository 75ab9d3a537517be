import type { Sql } from '@prisma/client-runtime-utils';
import type { Logger, RevisionPair } from '@zenpulse/core/ports';
import type { UpsertResult } from 'mariadb';
import { jsonOrText } from '../sql/json-or-text.ts';
import type { LeaseRow } from '../server/lease-row.ts';
import type { Fence, Granted, LeaseSession, ServerStart } from '../server/lease-session.ts';
import type { LeaseTimings } from '../server/lease-timings.ts';
import type { ServerClock } from '../server/server-clock.ts';
import type { MysqlAddress } from './mysql-address.ts';
import { MysqlConnection } from './mysql-connection.ts';
import type { DatabaseTime } from './mysql-instant.ts';
import {
  checksumOf,
  endTwin,
  findTwin,
  hasLock,
  hold,
  nearest,
  raiseEpoch,
  read,
  readTold,
  release,
  renew,
  server,
  sign,
  stillHere,
  takeLock,
  unlock,
  uptime,
} from './mysql-lease-sql.ts';

/** An earlier session of this runner may hold the name for a moment. */
const SIGN_SECONDS = 1;

export interface MysqlLeaseSessionOptions {
  readonly address: MysqlAddress;
  readonly runnerId: string;
  readonly clock: ServerClock;
  readonly logger: Logger;
  readonly timings: LeaseTimings;
  readonly now: DatabaseTime;
  /** Called after each statement that shows the server that this runner holds the lease. */
  readonly onSeen?: () => void;
}

type LockAnswer = { readonly isLocked: unknown };
/** The row as stored. */
export type StoredLeaseRow = Omit<LeaseRow, 'holder' | 'isReleased'> & {
  readonly holder: string | null;
  readonly isReleased: number;
};

/** A lease session on a separate connection, which owns the named lock. */
export class MysqlLeaseSession implements LeaseSession {
  readonly #options: MysqlLeaseSessionOptions;
  readonly #connection: MysqlConnection;
  /** The server's time, and the monotonic clock when it was received. */
  #heard: { readonly now: number; readonly mono: number } | null = null;

  constructor(options: MysqlLeaseSessionOptions) {
    this.#options = options;
    const { address, clock, timings } = options;
    const limits = { silenceMs: timings.silenceMs, lockMs: timings.answerMs, statementMs: null };
    this.#connection = new MysqlConnection({
      address,
      clock,
      limits,
      connectMs: timings.connectMs,
      answerMs: timings.answerMs,
    });
  }

  async open(isFirst: boolean): Promise<void> {
    const { runnerId } = this.#options;
    await this.#connection.open();
    if (!isFirst) await this.#endTwin();
    await this.#ask(sign(runnerId, SIGN_SECONDS));
  }

  async lock(onTaken: () => void): Promise<ServerStart> {
    const { lockWaitMs, answerMs } = this.#options.timings;
    let isLocked = await this.#takeLock(0, answerMs);
    while (!isLocked) {
      onTaken();
      isLocked = await this.#takeLock(lockWaitMs, lockWaitMs + answerMs);
    }
    await this.#readRow(); // for the full time: renewals return only its last 32 bits
    return this.#serverStart();
  }

  async unlock(): Promise<void> {
    await this.#ask(unlock());
  }

  async raiseEpoch(): Promise<LeaseRow> {
    const { insertId, affectedRows } = await this.#tell(raiseEpoch);
    const epoch = affectedRows === 1 ? 1 : Number(insertId);
    const row = await this.#readRow();
    if (row?.epoch !== epoch) {
      throw new Error(`expected the row of the lease with epoch ${epoch}, got ${row?.epoch ?? 'none'}`);
    }
    return row;
  }

  hold(fence: Fence, identity: string): Promise<Granted | null> {
    const { timings, now } = this.#options;
    return this.#grant(hold(identity, { fence, trustMs: timings.trustMs, now: now() }));
  }

  renew(fence: Fence, processedUntil: number | null): Promise<Granted | null> {
    const { timings, now } = this.#options;
    return this.#grant(renew({ fence, trustMs: timings.trustMs, processedUntil, now: now() }));
  }

  async release(fence: Fence, processedUntil: number): Promise<void> {
    await this.#tell(release({ fence, processedUntil, now: this.#options.now() }));
  }

  async sayStillHere(): Promise<void> {
    await this.#ask(stillHere);
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

  async #serverStart(): Promise<ServerStart> {
    const [seconds] = await this.#ask<{ Value: unknown }>(uptime);
    const [found] = await this.#ask<{ host: string; now: number }>(server);
    if (found === undefined) throw new Error('expected the name of the server, got no row');
    return { host: found.host, startedAt: found.now - Number(seconds?.Value ?? 0) * 1_000 };
  }

  async #endTwin(): Promise<void> {
    const [row] = await this.#ask<{ twin: number | null }>(findTwin(this.#options.runnerId));
    if (row === undefined || row.twin === null) return;
    await this.#tell(endTwin(row.twin)).catch((error: unknown) => {
      this.#options.logger.debug({ err: error }, 'An earlier session of this runner has ended by itself');
    });
  }

  async #takeLock(waitMs: number, withinMs: number): Promise<boolean> {
    const [row] = await this.#ask<LockAnswer>(takeLock(waitMs / 1_000), withinMs);
    return Number(row?.isLocked) === 1;
  }

  async #readRow(): Promise<LeaseRow | null> {
    const { clock, now } = this.#options;
    const [row] = await clock.measured(() => this.#ask<StoredLeaseRow>(read(now())));
    if (row === undefined) return null;
    this.#heard = { now: row.now, mono: clock.monotonic() };
    return leaseRow(row);
  }

  /** Null if the row no longer belonged to this holder. */
  async #grant(statement: Sql): Promise<Granted | null> {
    const { clock, timings, onSeen } = this.#options;
    const [sentAt, sentMono] = [clock.now(), clock.monotonic()];
    const [grant] = await clock.measured(async () => {
      const { affectedRows, insertId } = await this.#tell(statement);
      return affectedRows === 0 ? [] : [this.#told(insertId)];
    });
    if (grant === undefined) return this.#missed();
    onSeen?.();
    const isRevision = (known: RevisionPair) => checksumOf(known) === grant.checksum;
    return { sentAt, sentMono, reservedUntil: grant.now + timings.trustMs, isRevision };
  }

  /**
   * Null if the epoch was raised by another session; throws if the lock is on another session (a pooler), since then it
   * cannot be kept.
   */
  async #missed(): Promise<null> {
    const [row] = await this.#ask<LockAnswer>(hasLock);
    if (Number(row?.isLocked) === 1) return null;
    throw new Error(
      'expected a direct connection to MySQL, got one by way of a pooler: a lock cannot be kept on it',
    );
  }

  #told(insertId: number | bigint): { readonly now: number; readonly checksum: number } {
    const { clock } = this.#options;
    const told = readTold(BigInt(insertId));
    const mono = clock.monotonic();
    const heard = this.#heard ?? { now: clock.now(), mono };
    const now = nearest(told.now, heard.now + mono - heard.mono);
    this.#heard = { now, mono };
    return { now, checksum: told.checksum };
  }

  async #ask<Row>({ sql, values }: Sql, withinMs?: number): Promise<Row[]> {
    this.#options.logger.trace({ sql }, 'SQL');
    return (await this.#connection.query(sql, values, withinMs)) as Row[]; // the caller knows the columns of its statement
  }

  async #tell({ sql, values }: Sql): Promise<UpsertResult> {
    this.#options.logger.trace({ sql }, 'SQL');
    return (await this.#connection.query(sql, values)) as UpsertResult; // the result of a statement that writes
  }
}

export function leaseRow({ holder, isReleased, ...row }: StoredLeaseRow): LeaseRow {
  return { ...row, holder: jsonOrText(holder), isReleased: Number(isReleased) === 1 };
}
