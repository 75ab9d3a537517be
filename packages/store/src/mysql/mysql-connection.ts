import { connect, type Socket } from 'node:net';
import type { Clock } from '@zenpulse/core/ports';
import { createConnection, type Connection, type QueryOptions } from 'mariadb';
import { ConnectionWatch } from '../server/connection-watch.ts';
import { connectionConfig, type MysqlAddress } from './mysql-address.ts';
import { sessionSetup, type SessionLimits } from './session-setup.ts';

const GOODBYE_MS = 1_000;

export interface MysqlConnectionOptions {
  readonly address: MysqlAddress;
  readonly clock: Clock;
  readonly limits: SessionLimits;
  /** For opening the connection. */
  readonly connectMs: number;
  /** For the answer to a statement. */
  readonly answerMs: number;
}

/** One connection to the server, used until its first failure. */
export class MysqlConnection {
  readonly #options: MysqlConnectionOptions;
  readonly #watch: ConnectionWatch;
  #socket: Socket | null = null;
  #connection: Connection | null = null;

  constructor(options: MysqlConnectionOptions) {
    this.#options = options;
    this.#watch = new ConnectionWatch(options.clock, (loss) => this.#socket?.destroy(loss));
  }

  get isUsable(): boolean {
    return !this.#watch.isLost && this.#connection?.isValid() === true;
  }

  /** Connects, and sets up a session that does not depend on the server's defaults. */
  async open(): Promise<void> {
    const { connectMs, limits } = this.#options;
    this.#connection = await this.#watch.within(connectMs, this.#connect());
    this.#connection.on('error', (error) => this.drop(error));
    await this.query(sessionSetup(limits));
  }

  /** Sends a statement. Rejects once the connection is lost, at the latest after `withinMs`. */
  async query(
    sql: string | QueryOptions,
    values: readonly unknown[] = [],
    withinMs: number = this.#options.answerMs,
  ): Promise<unknown> {
    this.#watch.refuseIfLost();
    if (this.#connection === null) throw new Error('expected an open connection');
    return this.#watch.within(withinMs, this.#connection.query(sql, [...values]));
  }

  /**
   * A pending statement keeps the process alive; an idle connection must not, so that a process can exit without
   * closing it.
   */
  keepProcessAlive(isKept: boolean): void {
    if (isKept) this.#socket?.ref();
    else this.#socket?.unref();
  }

  rest(ms: number): Promise<void> {
    return this.#watch.rest(ms);
  }

  wake(): void {
    this.#watch.wake();
  }

  drop(reason: Error): void {
    this.#watch.drop(reason);
  }

  /** Closes it properly, within a second. */
  async close(): Promise<void> {
    if (this.isUsable && this.#connection !== null) {
      await this.#watch.within(GOODBYE_MS, this.#connection.end()).catch(() => undefined);
    }
    this.drop(new Error('the connection was closed'));
  }

  /** On our own socket: the driver opens another connection to cancel a connection attempt. */
  #connect(): Promise<Connection> {
    const { address, connectMs } = this.#options;
    const { host, port, socketPath } = address;
    return createConnection({
      ...connectionConfig(address),
      connectTimeout: connectMs,
      stream: (callback) => {
        const socket = connect(socketPath === null ? { host, port, noDelay: true } : { path: socketPath });
        this.#socket = socket;
        callback(undefined, socket);
      },
    });
  }
}
