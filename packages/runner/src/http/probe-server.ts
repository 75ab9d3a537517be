import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '@zenpulse/core/ports';
import { SettingsError } from '@zenpulse/store';
import { addressText, type ListenAddress } from './listen-address.ts';
import type { Unreadiness } from './readiness.ts';

export interface ProbeServerDeps {
  readonly address: ListenAddress;
  readonly logger: Logger;
  readonly unreadiness: () => readonly Unreadiness[];
  /** True while all firing is stopped: the runner is ready, and starts nothing but runs by hand. */
  readonly isFiringStopped: () => boolean;
  readonly metrics: { readonly contentType: string; text(): Promise<string> };
}

export interface ProbeServer {
  /** Its address, with the actual port. */
  readonly address: ListenAddress;
  /** Stops serving. Idempotent. */
  close(): Promise<void>;
}

/**
 * Serves `/healthz`, `/readyz` and `/metrics`, and resolves when it listens. Throws a SettingsError if it cannot listen
 * there; later errors of the server do not affect the runner.
 */
export async function openProbeServer(deps: ProbeServerDeps): Promise<ProbeServer> {
  const { address, logger } = deps;
  const server = createServer(answer(deps));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(address, error)));
    server.listen({ host: address.host, port: address.port }, resolve);
  });
  server.removeAllListeners('error');
  server.on('error', (error) => logger.warn({ err: error }, 'The server of probes and metrics failed'));
  const { port } = server.address() as AddressInfo; // it listens on a TCP port, so the address is an object
  const bound = { host: address.host, port };
  logger.info({ address: addressText(bound) }, 'Probes and metrics: /healthz, /readyz, /metrics');
  return {
    address: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(deps: ProbeServerDeps): RequestListener {
  return ({ method, url = '' }, response) => {
    if (method !== 'GET' && method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return sendJson(response, 405, { error: `expected GET or HEAD, got ${method}` });
    }
    const [path = ''] = url.split('?', 1);
    switch (path) {
      case '/healthz':
        return sendJson(response, 200, { status: 'ok' });
      case '/readyz': {
        const reasons = deps.unreadiness();
        const isReady = reasons.length === 0;
        const stopped = deps.isFiringStopped() ? { firing: 'stopped' } : {};
        const status = isReady ? 'ready' : 'not ready';
        return sendJson(response, isReady ? 200 : 503, { status, reasons, ...stopped });
      }
      case '/metrics':
        return void sendMetrics(response, deps);
      default:
        return sendJson(response, 404, { error: 'expected /healthz, /readyz or /metrics' });
    }
  };
}

async function sendMetrics(response: ServerResponse, { metrics, logger }: ProbeServerDeps): Promise<void> {
  try {
    send(response, 200, metrics.contentType, await metrics.text());
  } catch (error) {
    logger.warn({ err: error }, 'The metrics cannot be computed');
    sendJson(response, 500, { error: 'the metrics cannot be computed; the log has the error' });
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  send(response, status, 'application/json', `${JSON.stringify(body)}\n`);
}

/** Node leaves the body out of an answer to HEAD. */
function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, {
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
  });
  response.end(body);
}

function cannotListen(address: ListenAddress, error: NodeJS.ErrnoException): SettingsError {
  const reason = REASONS[error.code ?? ''] ?? `it cannot be had: ${error.message}`;
  return new SettingsError(`http: expected an address that is free, got ${addressText(address)}: ${reason}`, {
    cause: error,
  });
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process listens there',
  EACCES: 'this user may not listen there',
  EADDRNOTAVAIL: 'it is no address of this machine',
  ENOTFOUND: 'there is no such host',
};
