import { createServer, request as open } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StrippingProxy {
  readonly port: number;
  close(): Promise<void>;
}

/** A reverse proxy that serves the application's `/x` as `http://…<prefix>/x`, as nginx does with a slash. */
export async function startStrippingProxy(target: number, prefix: string): Promise<StrippingProxy> {
  const server = createServer((incoming, outgoing) => {
    const path = (incoming.url ?? '').slice(prefix.length) || '/';
    const headers = { ...incoming.headers, 'x-forwarded-for': '203.0.113.7' };
    const forwarded = open(
      { host: '127.0.0.1', port: target, method: incoming.method, path, headers, agent: false },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listening on a port, so never a pipe's name
  return {
    port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
