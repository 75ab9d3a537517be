import { Socket } from 'node:net';
import { errorFields, type Clock, type Logger, type Timer } from '@zenpulse/core/ports';
import { Client, type ClientConfig } from 'pg';
import { toStoreError } from './postgres-errors.ts';

const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 10_000;
const NOTIFICATION_TIMEOUT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 10_000;

export interface Notified {
  readonly channel: string;
  readonly payload: string;
}

export interface ListeningOptions {
  readonly config: ClientConfig;
  readonly channels: readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
  /**
   * Called on each notification, with its payload, and with null whenever listening begins, since changes before that
   * may have been missed.
   */
  readonly onHint: (from: Notified | null) => void;
}

/**
 * A separate connection that listens, reconnecting after each loss, until it is stopped. The socket can die silently; a
 * revision change without NOTIFY reveals it.
 *
 *     connecting ──LISTEN──▶ listening ──stop──▶ stopped
 *      ▲      │                  │
 *      │    fails          fails, ends, silent
 *      └── waiting ◀─────────────┘
 *       (longer each time)
 */
export class ListeningConnection {
  readonly #options: ListeningOptions;
  #current: { readonly client: Client; readonly socket: Socket } | null = null;
  /** The only pending timer: the deadline for an answer or a notification, or the time of the next try. */
  #timer: Timer | null = null;
  #isListening = false;
  #failures = 0;

  constructor(options: ListeningOptions) {
    this.#options = options;
    void this.#connect();
  }

  get isListening(): boolean {
    return this.#isListening;
  }

  /** Called after a change without a notification: either it arrives soon, or this connection is dead. */
  expectNotification(): void {
    const client = this.#current?.client;
    if (client !== undefined && this.#isListening && this.#timer === null) {
      this.#expectAnswer(client, NOTIFICATION_TIMEOUT_MS);
    }
  }

  /** Idempotent. No hints follow. */
  stop(): void {
    this.#cancelTimer();
    this.#drop();
  }

  async #connect(): Promise<void> {
    const { config, channels, logger, onHint } = this.#options;
    const socket = new Socket();
    const client = new Client({ ...config, stream: () => socket });
    this.#current = { client, socket };
    this.#expectAnswer(client, CONNECT_TIMEOUT_MS);
    client.on('error', (error) => this.#lose(client, error));
    client.on('end', () => this.#lose(client));
    client.on('notification', ({ channel, payload = '' }) => {
      if (!this.#isCurrent(client)) return;
      this.#cancelTimer();
      onHint({ channel, payload });
    });
    try {
      await client.connect();
      await this.#ask(client, channels.map((channel) => `LISTEN ${channel}`).join('; '));
      if (!this.#isCurrent(client)) return;
      this.#cancelTimer();
      this.#isListening = true;
      if (this.#failures > 0) logger.info({}, 'Changes are noticed at once again');
      this.#failures = 0;
      onHint(null);
    } catch (error) {
      this.#lose(client, error);
    }
  }

  #ask(client: Client, sql: string): Promise<unknown> {
    this.#options.logger.trace({ sql }, 'SQL');
    return client.query(sql);
  }

  /** An answer that has arrived counts, even if this process was too busy to read it in time. */
  #expectAnswer(client: Client, withinMs: number): void {
    this.#setTimer(withinMs, () => {
      const own = this.#timer;
      this.#options.clock.yieldTo(() => {
        if (this.#timer !== own) return;
        this.#lose(client, new Error(`expected an answer within ${withinMs} ms, got none`));
      });
    });
  }

  #lose(client: Client, error?: unknown): void {
    if (!this.#isCurrent(client)) return;
    this.#drop();
    this.#failures += 1;
    if (this.#failures === 1) {
      const { logger } = this.#options;
      logger.warn(
        errorFields(toStoreError(error)),
        'The listening connection was lost; changes are noticed by polling until it is back',
      );
    }
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** (this.#failures - 1), MAX_RETRY_MS);
    this.#setTimer(delayMs, () => void this.#connect());
  }

  /** Destroys the socket instead of closing it: an unreachable peer would never acknowledge. */
  #drop(): void {
    const dropped = this.#current;
    this.#current = null;
    this.#isListening = false;
    dropped?.socket.destroy();
  }

  #isCurrent(client: Client): boolean {
    return this.#current?.client === client;
  }

  #cancelTimer(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #setTimer(delayMs: number, fn: () => void): void {
    this.#cancelTimer();
    this.#timer = this.#options.clock.setTimer(delayMs, fn);
  }
}
