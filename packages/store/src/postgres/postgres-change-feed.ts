import type { ChangeFeed, ChangeKind, Clock, Logger } from '@zenpulse/core/ports';
import { ListeningConnection, type Notified } from './listening-connection.ts';
import { connectionConfig, type PostgresAddress } from './postgres-address.ts';
import { CHANNEL } from './postgres-signal.ts';

/** Where the triggers notify of executions, reports and output, which are no news to a runner: see prisma/postgres. */
const WRITTEN = 'zenpulse_written';
const WRITTEN_KINDS: readonly ChangeKind[] = ['executions', 'runners', 'output'];

export interface PostgresChangeFeedOptions {
  readonly address: PostgresAddress;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Notifications, on one connection outside the pool that is open while there are listeners. */
export function createPostgresChangeFeed({ address, clock, logger }: PostgresChangeFeedOptions): ChangeFeed {
  const listeners = new Map<symbol, (kind: ChangeKind) => void>();
  let connection: ListeningConnection | null = null;
  const onHint = (from: Notified | null): void => {
    for (const kind of kindsOf(from)) for (const onChange of listeners.values()) onChange(kind);
  };
  return {
    listen: (onChange) => {
      const key = Symbol('listener');
      listeners.set(key, onChange);
      connection ??= new ListeningConnection({
        config: connectionConfig(address),
        channels: [CHANNEL, WRITTEN],
        clock,
        logger,
        onHint,
      });
      return () => {
        listeners.delete(key);
        if (listeners.size > 0) return;
        connection?.stop();
        connection = null;
      };
    },
  };
}

function kindsOf(from: Notified | null): readonly ChangeKind[] {
  if (from === null) return ['schedules', ...WRITTEN_KINDS];
  if (from.channel === CHANNEL) return ['schedules'];
  return WRITTEN_KINDS.filter((kind) => kind === from.payload);
}
