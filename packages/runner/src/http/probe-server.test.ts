import { connect } from 'node:net';
import { createRecordingLogger } from '@zenpulse/core/testing';
import { SettingsError } from '@zenpulse/store';
import { afterEach, describe, expect, it } from 'vitest';
import { addressText } from './listen-address.ts';
import { openProbeServer, type ProbeServer, type ProbeServerDeps } from './probe-server.ts';

const LOOPBACK = { host: '127.0.0.1', port: 0 };
const opened: ProbeServer[] = [];
afterEach(() => Promise.all(opened.splice(0).map((server) => server.close())));

async function serve(differing: Partial<ProbeServerDeps> = {}) {
  const logger = createRecordingLogger();
  const server = await openProbeServer({
    address: LOOPBACK,
    logger,
    unreadiness: () => [],
    isFiringStopped: () => false,
    metrics: { contentType: 'text/plain; version=0.0.4', text: () => Promise.resolve('up 1\n') },
    ...differing,
  });
  opened.push(server);
  const url = `http://${addressText(server.address)}`;
  return { server, logger, url, ask: (path: string, init?: RequestInit) => fetch(url + path, init) };
}

describe('the probe server', () => {
  it('reports that the process lives, and that it is ready', async () => {
    const { ask } = await serve();
    const health = await ask('/healthz');
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
    const ready = await ask('/readyz?verbose');
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', reasons: [] }]);
    expect(ready.headers.get('cache-control')).toBe('no-store');
  });

  it('reports why it is not ready, and that it lives', async () => {
    const reasons = [{ code: 'database-away', message: 'The database does not answer.' }] as const;
    const { ask } = await serve({ unreadiness: () => reasons });
    const ready = await ask('/readyz');
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'not ready', reasons }]);
    expect((await ask('/healthz')).status).toBe(200);
  });

  it('serves the metrics with their content type', async () => {
    const { ask } = await serve();
    const answer = await ask('/metrics');
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'text/plain; version=0.0.4',
      'up 1\n',
    ]);
  });

  it('answers HEAD without a body, and refuses what would change something', async () => {
    const { ask } = await serve();
    const head = await ask('/metrics', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const post = await ask('/healthz', { method: 'POST' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await ask('/')).status).toBe(404);
    expect((await ask('//healthz')).status).toBe(404);
  });

  it('outlives metrics that fail and clients that speak no HTTP', async () => {
    const { ask, server, logger } = await serve({
      metrics: { contentType: 'text/plain', text: () => Promise.reject(new Error('no memory')) },
    });
    expect((await ask('/metrics')).status).toBe(500);
    expect(logger.lines.at(-1)).toMatchObject({ level: 'warn', sentence: 'The metrics cannot be computed' });
    await new Promise<void>((resolve) => {
      const socket = connect(server.address.port, server.address.host, () =>
        socket.end('\u0000nonsense\r\n\r\n'),
      );
      socket.on('error', () => resolve()).on('close', () => resolve());
      socket.resume();
    });
    expect((await ask('/healthz')).status).toBe(200);
  });

  it('refuses a port that is taken in one sentence', async () => {
    const { server } = await serve();
    const error: unknown = await serve({ address: server.address }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SettingsError);
    expect((error as SettingsError).message).toBe(
      `http: expected an address that is free, got 127.0.0.1:${server.address.port}: another process listens there`,
    );
  });

  it('refuses an address that is not of this machine', async () => {
    await expect(serve({ address: { host: '192.0.2.1', port: 0 } })).rejects.toThrow(
      'got 192.0.2.1:0: it is no address of this machine',
    );
  });

  it('closes at once, also with a client that keeps its connection, and twice', async () => {
    const { ask, server, url } = await serve();
    await (await ask('/healthz')).text();
    await server.close();
    await server.close();
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });
});
