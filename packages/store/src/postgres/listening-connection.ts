import { Socket } from 'node:net';
import type { Clock, Logger, Timer } from '@zenpulse/core/ports';
import { Client, type ClientConfig } from 'pg';

const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 10_000;
/** A connection may end without a word; a question that stays unanswered tells. */
const QUESTION_EVERY_MS = 15_000;
const ANSWER_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 10_000;

export interface ListeningOptions {
  readonly config: ClientConfig;
  readonly channel: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** On each notification, and whenever listening begins: what came before may have been missed. */
  readonly onHint: () => void;
}

/**
 * A connection of its own that listens, again after each loss, until it is stopped.
 *
 *     connecting ──LISTEN──▶ listening ──stop──▶ stopped
 *      ▲      │                  │
 *      │    fails           fails, ends, silent
 *      └── waiting ◀─────────────┘
 *       (longer each time)
 */
export class ListeningConnection {
  readonly #options: ListeningOptions;
  #current: { readonly client: Client; readonly socket: Socket } | null = null;
  /** One at a time: until an answer must be there, until the next question, or until the next try. */
  #timer: Timer | null = null;
  #failures = 0;

  constructor(options: ListeningOptions) {
    this.#options = options;
    void this.#connect();
  }

  /** Idempotent. Nothing is hinted from here on. */
  stop(): void {
    this.#timer?.cancel();
    this.#drop();
  }

  async #connect(): Promise<void> {
    const { config, channel, logger, onHint } = this.#options;
    const socket = new Socket();
    const client = new Client({ ...config, stream: () => socket });
    this.#current = { client, socket };
    this.#expectAnswer(client, CONNECT_TIMEOUT_MS);
    client.on('error', (error) => this.#lose(client, error));
    client.on('end', () => this.#lose(client));
    client.on('notification', () => {
      if (this.#isCurrent(client)) onHint();
    });
    try {
      await client.connect();
      await this.#ask(client, `LISTEN ${channel}`);
      if (!this.#isCurrent(client)) return;
      if (this.#failures > 0) logger.info({}, 'Changes are noticed at once again');
      this.#failures = 0;
      this.#askLater(client);
      onHint();
    } catch (error) {
      this.#lose(client, error);
    }
  }

  #askLater(client: Client): void {
    this.#setTimer(QUESTION_EVERY_MS, () => {
      this.#expectAnswer(client, ANSWER_TIMEOUT_MS);
      this.#ask(client, 'SELECT 1').then(
        () => {
          if (this.#isCurrent(client)) this.#askLater(client);
        },
        (error: unknown) => this.#lose(client, error),
      );
    });
  }

  #ask(client: Client, sql: string): Promise<unknown> {
    this.#options.logger.trace({ sql }, 'SQL');
    return client.query(sql);
  }

  #expectAnswer(client: Client, withinMs: number): void {
    this.#setTimer(withinMs, () =>
      this.#lose(client, new Error(`expected an answer within ${withinMs} ms, got none`)),
    );
  }

  #lose(client: Client, error?: unknown): void {
    if (!this.#isCurrent(client)) return;
    this.#drop();
    this.#failures += 1;
    if (this.#failures === 1) {
      const { logger } = this.#options;
      logger.warn({ err: error }, 'The connection that listens was lost; changes are noticed by the tick');
    }
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** (this.#failures - 1), MAX_RETRY_MS);
    this.#setTimer(delayMs, () => void this.#connect());
  }

  /** Without a goodbye: a peer that is gone would keep us waiting for its own. */
  #drop(): void {
    const dropped = this.#current;
    this.#current = null;
    dropped?.socket.destroy();
  }

  #isCurrent(client: Client): boolean {
    return this.#current?.client === client;
  }

  #setTimer(delayMs: number, fn: () => void): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimer(delayMs, fn);
  }
}
