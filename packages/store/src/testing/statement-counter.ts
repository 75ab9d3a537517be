import { connect, createServer, type Socket } from 'node:net';

/** A relay in front of PostgreSQL that counts the statements its clients send. */
export interface StatementCounter {
  /** The same address through the relay. */
  urlOf(url: string): string;
  /** Since the relay was opened. */
  readonly count: number;
  close(): Promise<void>;
}

/** Of the frontend's messages in the protocol of PostgreSQL: a simple query, and the execution of a prepared one. */
const STATEMENTS = new Set(['Q', 'E'].map((type) => type.charCodeAt(0)));

/**
 * Counts on the wire. The server's own numbers (`pg_stat_database`) come up to a minute late, and include the transactions
 * of autovacuum. Connections without TLS only.
 */
export async function openStatementCounter(target: URL): Promise<StatementCounter> {
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((near) => {
    const far = connect(Number(target.port === '' ? 5432 : target.port), target.hostname);
    const types = messageTypes();
    near.on('data', (data: Buffer) => {
      for (const type of types(data)) if (STATEMENTS.has(type)) count += 1;
    });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('close', () => to.destroy());
      from.on('error', () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    urlOf: (url) => {
      const relayed = new URL(url);
      relayed.hostname = '127.0.0.1';
      relayed.port = String(port);
      return relayed.href;
    },
    get count() {
      return count;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Splits a client's bytes into messages: the first has no type, the others a byte for it; then the length follows. */
function messageTypes(): (data: Buffer) => number[] {
  let rest: Buffer = Buffer.alloc(0);
  let isStartup = true;
  return (data) => {
    rest = Buffer.concat([rest, data]);
    const types: number[] = [];
    for (;;) {
      const lengthAt = isStartup ? 0 : 1;
      if (rest.length < lengthAt + 4) return types;
      const end = lengthAt + rest.readInt32BE(lengthAt);
      if (rest.length < end) return types;
      if (!isStartup) types.push(rest[0] ?? 0);
      isStartup = false;
      rest = rest.subarray(end);
    }
  };
}
