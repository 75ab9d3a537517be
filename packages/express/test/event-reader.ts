import { request as open, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { vi } from 'vitest';

export interface EventReader {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The kinds of all events so far. */
  kinds(): string[];
  /** The data of the events of a kind. */
  of(kind: string): unknown[];
  /** Everything that came, events or not. */
  text(): string;
  readonly isEnded: boolean;
  /** Waits until an event of the kind is there. */
  until(kind: string): Promise<void>;
  ended(): Promise<void>;
  /** Takes nothing more. */
  pause(): void;
  close(): void;
}

const GENEROUS = { timeout: 15_000, interval: 10 };

/** Opens a stream of events as a browser does, and collects what comes. */
export async function readEvents(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<EventReader> {
  let text = '';
  let isEnded = false;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = open(
      { host: '127.0.0.1', port, path, agent: false, headers: { accept: 'text/event-stream', ...headers } },
      resolve,
    );
    request.on('error', reject);
    request.end();
  });
  response.setEncoding('utf8');
  response.on('data', (part: string) => (text += part));
  response.on('error', () => undefined); // it was cut off
  response.on('close', () => (isEnded = true));
  const events = () =>
    [...text.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, kind = '', data = '']) => ({ kind, data }));
  const kinds = () => events().map(({ kind }) => kind);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    kinds,
    of: (kind) =>
      events().flatMap((event) => (event.kind === kind ? [JSON.parse(event.data) as unknown] : [])),
    text: () => text,
    get isEnded() {
      return isEnded;
    },
    until: (kind) =>
      vi.waitFor(() => {
        if (!kinds().includes(kind))
          throw new Error(`expected an event ${kind}, got ${JSON.stringify(text)}`);
      }, GENEROUS),
    ended: () =>
      vi.waitFor(() => {
        if (!isEnded) throw new Error('expected the stream to end');
      }, GENEROUS),
    pause: () => void response.pause(),
    close: () => response.destroy(),
  };
}
