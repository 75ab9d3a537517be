import { sql } from '@prisma/client-runtime-utils';
import { Socket } from 'node:net';
import type { Clock, Logger } from '@zenpulse/core/ports';
import { Client } from 'pg';
import { ConnectionWatch } from '../server/connection-watch.ts';
import type { LeaseTimings } from '../server/lease-timings.ts';
import { connectionConfig, type PostgresAddress } from './postgres-address.ts';
import { schemaOf } from './postgres-schema.ts';
import { asStatements, sessionSettings } from './postgres-session.ts';

/** Since PostgreSQL 14 the server ends sessions that are idle for too long. */
const FORGETS_SILENT_SESSIONS = 140_000;
const GOODBYE_MS = 1_000;

/**
 * The server detects an unreachable host by keepalives (idle) and by missing acknowledgements (busy).
 * `idle_session_timeout` covers a client that is connected but sends nothing: stopped or blocked.
 */
const settings = (name: string, { lockWaitMs, silenceMs }: LeaseTimings) => sql`
  SELECT pg_backend_pid() AS "pid", current_setting('server_version_num')::int AS "version",
    set_config('application_name', ${name}, false), set_config('lock_timeout', ${String(lockWaitMs)}, false),
    set_config('tcp_keepalives_idle', '5', false), set_config('tcp_keepalives_interval', '5', false),
    set_config('tcp_keepalives_count', '2', false), set_config('tcp_user_timeout', ${String(silenceMs)}, false),
    CASE WHEN current_setting('server_version_num')::int >= ${FORGETS_SILENT_SESSIONS}::int
      THEN set_config('idle_session_timeout', ${String(silenceMs)}, false) END`;

/** A text with its values. */
interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface PostgresLeaseConnectionOptions {
  readonly address: PostgresAddress;
  /** The session's name on the server (`application_name`), which contains the runner's id. */
  readonly name: string;
  readonly timings: LeaseTimings;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A separate connection for the lock, which lasts as long as the session. Used once. */
export class PostgresLeaseConnection {
  readonly #options: PostgresLeaseConnectionOptions;
  readonly #socket = new Socket();
  readonly #client: Client;
  readonly #watch: ConnectionWatch;
  #pid: number | null = null;

  constructor(options: PostgresLeaseConnectionOptions) {
    this.#options = options;
    this.#watch = new ConnectionWatch(options.clock, () => this.#socket.destroy());
    this.#client = new Client({ ...connectionConfig(options.address), stream: () => this.#socket });
    this.#client.on('error', (error) => this.drop(error));
    this.#client.on('end', () => this.drop(new Error('the server ended the connection')));
  }

  /** Connects, and sets the timeouts by which the server ends a silent session. */
  async open(): Promise<void> {
    const { address, name, timings } = this.#options;
    const schema = await this.#watch.within(timings.connectMs, schemaOf(address));
    await this.#watch.within(timings.connectMs, this.#client.connect());
    const setup = asStatements(sessionSettings(schema, timings.lockWaitMs + timings.answerMs));
    await this.ask({ text: setup, values: [] });
    const [session] = await this.ask<{ pid: number; version: number }>(settings(name, timings));
    this.#pid = session?.pid ?? null;
    if (session !== undefined && session.version < FORGETS_SILENT_SESSIONS) this.#warnOfAge(session.version);
  }

  /** Sends a statement; resolves to its rows. Rejects once the connection is lost, at the latest after `withinMs`. */
  async ask<Row extends object>(
    { text, values }: Statement,
    withinMs: number = this.#options.timings.answerMs,
  ): Promise<Row[]> {
    this.#watch.refuseIfLost();
    this.#options.logger.trace({ sql: text }, 'SQL');
    const { rows } = await this.#watch.within(withinMs, this.#client.query(text, [...values]));
    return rows as Row[]; // the caller knows the columns of its statement
  }

  /**
   * True if an answer came from the session that has the lock. Behind a pooler, answers may come from different
   * sessions.
   */
  isOwn(pid: number): boolean {
    return pid === this.#pid;
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

  async close(): Promise<void> {
    if (!this.#watch.isLost) {
      await this.#watch.within(GOODBYE_MS, this.#client.end()).catch(() => undefined);
    }
    this.drop(new Error('the connection was closed'));
  }

  #warnOfAge(version: number): void {
    this.#options.logger.warn(
      { version },
      'PostgreSQL before 14 does not end the session of a suspended runner, so no other runner takes over until that session ends; a dead runner is replaced as usual',
    );
  }
}
