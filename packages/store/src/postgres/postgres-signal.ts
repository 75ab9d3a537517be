import type { Clock, Logger, RevisionPair, Signal } from '@zenpulse/core/ports';
import type { RawClient } from '../server/raw-client.ts';
import { ListeningConnection } from './listening-connection.ts';
import { connectionConfig, type PostgresAddress } from './postgres-address.ts';

/** The triggers notify on it as well: see prisma/postgres. */
const CHANNEL = 'zenpulse_changed';
/** While a connection listens, the tick need not ask more often: it is the net below the net. */
const ASK_EVERY_MS = 9_500;

export interface PostgresSignalOptions {
  readonly address: PostgresAddress;
  readonly client: RawClient;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface PostgresSignal extends Signal {
  /** What a statement that reads the revision got: changes that nobody announced mean that the connection is dead. */
  revisionRead(read: RevisionPair): void;
}

/**
 * NOTIFY and LISTEN. The tables' triggers notify by themselves when a change commits, SQL by hand included, so
 * nobody has to `send` after a write. Listeners share a connection outside the pool, open while there are any.
 */
export function createPostgresSignal({
  address,
  client,
  clock,
  logger,
}: PostgresSignalOptions): PostgresSignal {
  const listeners = new Map<symbol, () => void>();
  let connection: ListeningConnection | null = null;
  /** By the monotonic clock. */
  let readAt: number | null = null;
  let known: RevisionPair | null = null;
  /** Since the revision was last found to be another. */
  let isAnnounced = false;
  const hintAll = (): void => {
    for (const hint of listeners.values()) hint();
  };
  const onHint = (): void => {
    isAnnounced = true;
    hintAll();
  };
  const config = connectionConfig(address);
  const isListening = () => connection?.isListening === true;

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
    mayHaveChanged: () => !isListening() || readAt === null || clock.monotonic() - readAt >= ASK_EVERY_MS,
    isQuiet: () => false,
    revisionRead: (read) => {
      readAt = clock.monotonic();
      const before = known;
      if (before?.revision === read.revision && before.token === read.token) return;
      const wasAnnounced = isAnnounced;
      [known, isAnnounced] = [read, false];
      if (before === null || wasAnnounced) return;
      // A revision that did not grow is another history, of which no trigger tells.
      if (read.revision <= before.revision) hintAll();
      else connection?.expectNotification();
    },
  };
}
