import type { Heartbeat } from '../server/heartbeat.ts';
import { Prisma } from './generated/client/client.ts';
import type { PostgresSignal } from './postgres-signal.ts';

/** So often at most is the runner's row touched on the way. */
const TOUCH_EVERY_MS = 5_000;

/** What the regular statements of a runner do on their way, so that nothing else has to be sent for it. */
export interface PostgresPulse {
  /** Whose row is to be touched; null for nobody's. */
  dueRunner(): string | null;
  /** Where the listening connection waits to be heard of; null while there is none. */
  echoChannel(): string | null;
  /** The revision was read. `isSeen`: on the way the database saw the runner. */
  answered(isSeen: boolean): void;
}

export function createPostgresPulse(heartbeat: Heartbeat, signal: PostgresSignal): PostgresPulse {
  return {
    dueRunner: () => (heartbeat.isOlderThan(TOUCH_EVERY_MS) ? heartbeat.runnerId : null),
    echoChannel: () => signal.echoChannel(),
    answered: (isSeen) => {
      if (isSeen) heartbeat.seen();
      signal.revisionRead();
    },
  };
}

/** An expression that notifies. It is null where nobody listens. */
export function echo(channel: string | null): Prisma.Sql {
  return Prisma.sql`CASE WHEN ${channel}::text IS NOT NULL THEN pg_notify(${channel}::text, '')::text END`;
}
