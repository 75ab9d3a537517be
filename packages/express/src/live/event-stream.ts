import type { ServerResponse } from 'node:http';

/** A reader that leaves more than this unread is cut off: it would fill the memory, and fetches anew when it is back. */
const MOST_UNREAD_BYTES = 64 * 1_024;
/** After an end, a browser tries again so much later. */
const RETRY_MS = 5_000;

/** An answer as server-sent events (HTML Living Standard, 9.2), passed on at once by proxies and compression. */
export class EventStream {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.statusCode = 200;
    response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
    response.setHeader('Cache-Control', 'no-store, no-transform'); // the latter keeps compression() and proxies away
    response.setHeader('X-Accel-Buffering', 'no'); // nginx
    response.flushHeaders();
  }

  /** The first line, for browsers and for proxies that wait for a body. */
  open(): void {
    this.#write(`retry: ${RETRY_MS}\n: open\n\n`);
  }

  send(event: string, data: object): void {
    this.#write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Keeps proxies and browsers from giving up a silent connection. */
  keepAlive(): void {
    this.#write(':\n\n');
  }

  /** Idempotent. */
  end(): void {
    this.#response.end();
  }

  onClose(fn: () => void): void {
    this.#response.once('close', fn);
  }

  #write(text: string): void {
    const response = this.#response;
    if (response.writableEnded || response.destroyed) return;
    response.write(text);
    if (response.writableLength > MOST_UNREAD_BYTES) response.destroy();
  }
}
