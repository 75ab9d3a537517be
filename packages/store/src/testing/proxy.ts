import { connect, createServer, type Server, type Socket } from 'node:net';

/** A proxy in front of the server that can reject connections, or stop forwarding silently. */
export interface Proxy {
  /** The same address through the proxy. */
  urlOf(url: string): string;
  /** Ends all connections and rejects new ones. */
  refuse(): Promise<void>;
  /** Ends all connections, then accepts and forwards new ones. */
  accept(): Promise<void>;
  /** Keeps connections and accepts new ones, but forwards nothing. */
  freeze(): void;
  /** Forwards new connections; the frozen ones stay frozen, and the server considers them alive. */
  forget(): void;
  close(): Promise<void>;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'postgresql:': 5432, 'mysql:': 3306 };

export async function openProxy(target: URL): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let frozen: { isFrozen: boolean } = { isFrozen: false };
  let port = 0;
  let server: Server | null = null;
  const drop = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const stop = async () => {
    drop();
    await new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve())));
    server = null;
  };
  const start = async () => {
    frozen = { isFrozen: false };
    const started = createServer((near) => {
      const own = frozen;
      const far = connect(
        Number(target.port === '' ? DEFAULT_PORTS[target.protocol] : target.port),
        target.hostname,
      );
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(from);
        from.on('data', (data) => {
          if (!own.isFrozen) to.write(data);
        });
        from.on('close', () => {
          if (!own.isFrozen) to.destroy();
        });
        from.on('error', () => to.destroy());
      }
    });
    server = started;
    await new Promise<void>((resolve) => started.listen(port, '127.0.0.1', resolve));
    port = (started.address() as { port: number }).port;
  };
  await start();
  return {
    urlOf: (url) => {
      const proxied = new URL(url);
      proxied.hostname = '127.0.0.1';
      proxied.port = String(port);
      return proxied.href;
    },
    refuse: stop,
    accept: async () => {
      await stop();
      await start();
    },
    freeze: () => {
      frozen.isFrozen = true;
    },
    forget: () => {
      frozen = { isFrozen: false };
    },
    close: stop,
  };
}
