import type { Clock, Logger, Signal } from '@zenpulse/core/ports';
import type { PostgresClient } from './open-postgres.ts';
import { ListeningConnection } from './listening-connection.ts';
import { connectionConfig, type PostgresAddress } from './postgres-address.ts';

/** The triggers notify on it as well: see prisma/postgres. */
const CHANNEL = 'zenpulse_changed';

export interface PostgresSignalOptions {
  readonly address: PostgresAddress;
  readonly client: PostgresClient;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * NOTIFY and LISTEN. The tables' triggers notify by themselves when a change commits, SQL by hand included, so
 * nobody has to `send` after a write. Listeners share a connection outside the pool, open while there are any.
 */
export function createPostgresSignal({ address, client, clock, logger }: PostgresSignalOptions): Signal {
  const listeners = new Map<symbol, () => void>();
  let connection: ListeningConnection | null = null;
  const onHint = (): void => {
    for (const hint of listeners.values()) hint();
  };
  const config = connectionConfig(address);

  return {
    send: () => {
      client.$executeRaw`SELECT pg_notify(${CHANNEL}, '')`.catch((error: unknown) =>
        logger.debug({ err: error }, 'A hint was not sent; runners notice the change by their tick'),
      );
    },
    listen: (hint) => {
      const key = Symbol('listener');
      listeners.set(key, hint);
      connection ??= new ListeningConnection({ config, channel: CHANNEL, clock, logger, onHint });
      return () => {
        listeners.delete(key);
        if (listeners.size > 0) return;
        connection?.stop();
        connection = null;
      };
    },
    mayHaveChanged: () => true, // only the revision tells, and reading it is what the caller does then
    isQuiet: () => false,
  };
}
