import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { EventStream } from './event-stream.ts';

let close: () => Promise<void>;
afterEach(() => close());

/** A stream on a real server, and the answer that its reader got. */
async function open(): Promise<{ stream: EventStream; answer: IncomingMessage; isClosed: () => boolean }> {
  let isClosed = false;
  let resolve: (stream: EventStream) => void = () => undefined;
  const promise = new Promise<EventStream>((opened) => (resolve = opened));
  const server = createServer((_request, response) => {
    const stream = new EventStream(response);
    stream.onClose(() => {
      isClosed = true;
    });
    resolve(stream);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  close = async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  const { port } = server.address() as AddressInfo; // listening on a port, so never a pipe's name
  const answer = await new Promise<IncomingMessage>((answered, failed) => {
    get({ host: '127.0.0.1', port, agent: false }, answered).on('error', failed);
  });
  answer.on('error', () => undefined); // it is cut off
  return { stream: await promise, answer, isClosed: () => isClosed };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('arrives at once, in the form that browsers read', async () => {
  const { stream, answer } = await open();
  stream.open();
  stream.send('revision', { revision: 7 });
  stream.keepAlive();
  let text = '';
  answer.setEncoding('utf8').on('data', (part: string) => (text += part));
  while (!text.endsWith(':\n\n')) await turn();
  expect(text).toBe('retry: 5000\n: open\n\nevent: revision\ndata: {"revision":7}\n\n:\n\n');
});

it('cuts off a reader that leaves too much unread', async () => {
  const { stream, answer, isClosed } = await open();
  answer.pause();
  const filling = { text: 'x'.repeat(60_000) };
  let sent = 0;
  while (!isClosed()) {
    stream.send('revision', filling);
    sent += 1;
    await turn();
    expect(sent).toBeLessThan(10_000);
  }
  stream.send('revision', filling); // without an effect
  stream.end();
});
