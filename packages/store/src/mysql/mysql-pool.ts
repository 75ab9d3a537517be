import type { Clock, Logger } from '@zenpulse/core/ports';
import type { QueryOptions } from 'mariadb';
import { Pool, TimeoutError } from 'tarn';
import { tooLate } from '../server/connection-watch.ts';
import type { MysqlAddress } from './mysql-address.ts';
import { MysqlConnection } from './mysql-connection.ts';
import { isDeadlock } from './mysql-errors.ts';

const MAX_CONNECTIONS = 5;
const IDLE_MS = 60_000;
/** Longer than our own limit for idle connections. */
const SERVER_IDLE_MS = 600_000;
const DEADLOCK_TRIES = 5;
const MARGIN_MS = 500;

/** How long a store waits before it reports the database as unavailable. */
export interface MysqlTimeouts {
  /** For a connection: from the server, or from the pool if all are busy. */
  readonly connectMs: number;
  /** The server gives up on a statement after this … */
  readonly statementMs: number;
  /** … and this side stops waiting a little later, in case the server or the network is unreachable. */
  readonly answerMs: number;
}

const TIMEOUTS: MysqlTimeouts = { connectMs: 10_000, statementMs: 15_000, answerMs: 20_000 };

/**
 * A small pool, with the part of the interface that Prisma's adapter uses. Nothing is sent before the first statement,
 * and idle connections do not keep the process alive. The driver's own pool is not used: it retries a server that
 * refuses connections until its timeout, and pings each connection before use.
 */
export class MysqlPool {
  readonly #pool: UnreferencedPool<MysqlConnection>;

  constructor(address: MysqlAddress, clock: Clock, logger: Logger, timeouts: MysqlTimeouts = TIMEOUTS) {
    const { connectMs, statementMs, answerMs } = timeouts;
    const limits = { silenceMs: SERVER_IDLE_MS, lockMs: statementMs, statementMs };
    this.#pool = new UnreferencedPool({
      create: async () => {
        const connection = new MysqlConnection({ address, clock, limits, connectMs, answerMs });
        try {
          await connection.open();
          return connection;
        } catch (error) {
          connection.drop(error as Error);
          throw error;
        }
      },
      validate: (connection) => connection.isUsable,
      destroy: (connection) => connection.close(),
      min: 0,
      max: MAX_CONNECTIONS,
      // A connection attempt has its own timeout, whose error the waiting caller gets.
      acquireTimeoutMillis: connectMs + MARGIN_MS,
      createTimeoutMillis: connectMs + MARGIN_MS,
      idleTimeoutMillis: IDLE_MS,
      propagateCreateError: true,
      log: (text) => logger.debug({}, text),
    });
  }

  /** Runs a single statement; after a deadlock it is sent again. */
  async query(sql: QueryOptions, values: readonly unknown[] = []): Promise<unknown> {
    const connection = await this.#acquire();
    try {
      for (let left = DEADLOCK_TRIES - 1; ; left -= 1) {
        try {
          return await connection.query(sql, values);
        } catch (error) {
          if (left === 0 || !isDeadlock(error)) throw error;
        }
      }
    } finally {
      this.#release(connection);
    }
  }

  /** A connection for a transaction. */
  async getConnection() {
    const connection = await this.#acquire();
    return {
      query: (sql: QueryOptions, values?: readonly unknown[]) => connection.query(sql, values),
      release: () => this.#release(connection),
      on: () => undefined,
      off: () => undefined,
    };
  }

  async end(): Promise<void> {
    await this.#pool.destroy();
  }

  async #acquire(): Promise<MysqlConnection> {
    try {
      const connection = await this.#pool.acquire().promise;
      connection.keepProcessAlive(true);
      return connection;
    } catch (error) {
      throw error instanceof TimeoutError ? tooLate('expected a connection in time, got none') : error;
    }
  }

  #release(connection: MysqlConnection): void {
    connection.keepProcessAlive(false);
    this.#pool.release(connection);
  }
}

/** Its timer for idle connections does not keep the process alive. */
class UnreferencedPool<Resource> extends Pool<Resource> {
  override _startReaping(): void {
    super._startReaping(); // oxlint-disable-line eslint/no-underscore-dangle -- the library's own name
    this.interval?.unref();
  }
}
