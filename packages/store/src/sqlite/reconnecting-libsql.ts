import { PrismaLibSql } from '@prisma/adapter-libsql';
import type { Clock } from '@zenpulse/core/ports';
import { PATIENCE_MS, WAIT_IN_THREAD_MS, whileBusy } from './while-busy.ts';

type Config = ConstructorParameters<typeof PrismaLibSql>[0];
type Client = ReturnType<PrismaLibSql['createClient']>;

/**
 * Waits for other processes' transactions without blocking this one.
 *
 * The libsql driver leaves a statement that failed with SQLITE_BUSY open. The next read on that connection then
 * pins its snapshot for good: every later read is old and every write fails (SQLITE_BUSY_SNAPSHOT). So a
 * connection that met a busy database is thrown away. Nothing was done by the statement: it is simply sent again.
 */
export class ReconnectingLibSql extends PrismaLibSql {
  readonly #clock: Clock;
  readonly #patienceMs: number;

  constructor(url: string, clock: Clock, patienceMs = PATIENCE_MS) {
    super({ url, timeout: WAIT_IN_THREAD_MS });
    this.#clock = clock;
    this.#patienceMs = patienceMs;
  }

  override createClient(config: Config): Client {
    const client = super.createClient(config);
    const execute = client.execute.bind(client) as (...inputs: unknown[]) => ReturnType<Client['execute']>;
    const executeMultiple = client.executeMultiple.bind(client);
    client.execute = (...inputs: unknown[]) => this.#patiently(client, () => execute(...inputs));
    client.executeMultiple = (sql) => this.#patiently(client, () => executeMultiple(sql));
    return client;
  }

  #patiently<T>(client: Client, send: () => Promise<T>): Promise<T> {
    return whileBusy(this.#clock, this.#patienceMs, send, () => reconnected(client));
  }
}

/** Typed as synchronous, and a promise in fact. What fails here fails again, and is told, at the next statement. */
function reconnected(client: Client): Promise<void> {
  return Promise.resolve()
    .then(() => client.reconnect())
    .catch(() => undefined);
}
