import type { Clock, Logger, RevisionPair, Signal, WatchSignal } from '@zenpulse/core/ports';
import type { RawClient } from '../server/raw-client.ts';
import { ListeningConnection, type Notified } from './listening-connection.ts';
import { connectionConfig, type PostgresAddress } from './postgres-address.ts';

/** The channel that the triggers notify: see prisma/postgres. */
export const CHANNEL = 'zenpulse_changed';
/** Where a trigger notifies of watches of runs' output, which are no news to the schedules. */
const WATCHED = 'zenpulse_watched';
/** How often to poll while a connection listens: only in case notifications are lost. */
const ASK_EVERY_MS = 9_500;

export interface PostgresSignalOptions {
  readonly address: PostgresAddress;
  readonly client: RawClient;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface PostgresSignal extends Signal {
  /**
   * Called with each revision that was read: a change without a notification means that the listening connection is
   * dead.
   */
  revisionRead(read: RevisionPair): void;
  /** Watches of runs' output, on the same connection. */
  readonly watches: WatchSignal;
}

/**
 * NOTIFY and LISTEN. The tables' triggers notify when a change commits, including SQL by hand, so `send` is not needed
 * after a write. Listeners share one connection outside the pool, open while there are listeners.
 */
export function createPostgresSignal({
  address,
  client,
  clock,
  logger,
}: PostgresSignalOptions): PostgresSignal {
  const listeners = new Map<symbol, () => void>();
  const watchers = new Map<symbol, () => void>();
  let connection: ListeningConnection | null = null;
  /** On the monotonic clock. */
  let readAt: number | null = null;
  let known: RevisionPair | null = null;
  /** True if a hint has arrived since the revision last changed. */
  let isAnnounced = false;
  const hintAll = (): void => {
    for (const hint of listeners.values()) hint();
  };
  const onHint = (from: Notified | null): void => {
    if (from?.channel !== CHANNEL) for (const hint of watchers.values()) hint();
    if (from?.channel === WATCHED) return;
    isAnnounced = true;
    hintAll();
  };
  const config = connectionConfig(address);
  const isListening = () => connection?.isListening === true;

  /** One connection for the listeners of both kinds, open while there are any. */
  const listen = (among: Map<symbol, () => void>, hint: () => void): (() => void) => {
    const key = Symbol('listener');
    among.set(key, hint);
    connection ??= new ListeningConnection({ config, channels: [CHANNEL, WATCHED], clock, logger, onHint });
    return () => {
      among.delete(key);
      if (listeners.size + watchers.size > 0) return;
      connection?.stop();
      connection = null;
    };
  };

  return {
    send: () => notify(client, logger),
    listen: (hint) => listen(listeners, hint),
    watches: { listen: (hint) => listen(watchers, hint), reachesAllHosts: true },
    mayHaveChanged: () => !isListening() || readAt === null || clock.monotonic() - readAt >= ASK_EVERY_MS,
    isQuiet: () => false,
    revisionRead: (read) => {
      readAt = clock.monotonic();
      const before = known;
      if (before?.revision === read.revision && before.token === read.token) return;
      const wasAnnounced = isAnnounced;
      [known, isAnnounced] = [read, false];
      if (before === null || wasAnnounced) return;
      // A revision that did not grow means another history, for which no trigger notifies.
      if (read.revision <= before.revision) hintAll();
      else connection?.expectNotification();
    },
  };
}

function notify(client: RawClient, logger: Logger): void {
  client.$executeRaw`SELECT pg_notify(${CHANNEL}, '')`.catch((error: unknown) =>
    logger.debug({ err: error }, 'A hint was not sent; runners notice the change by their tick'),
  );
}
