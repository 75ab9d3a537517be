import type { RevisionPair } from '@zenpulse/core/ports';
import type { Heartbeat } from '../server/heartbeat.ts';
import type { PostgresSignal } from './postgres-signal.ts';

/** So often at most is the runner's row touched on the way. */
const TOUCH_EVERY_MS = 5_000;

/** What the regular statements of a runner tell besides, so that nothing else has to be sent for it. */
export interface PostgresPulse {
  /** Whose row is to be touched on the way; null for nobody's. */
  dueRunner(): string | null;
  /** The revision was read. `isSeen`: on the way the database saw the runner. */
  answered(read: RevisionPair, isSeen: boolean): void;
}

export function createPostgresPulse(heartbeat: Heartbeat, signal: PostgresSignal): PostgresPulse {
  return {
    dueRunner: () => (heartbeat.isOlderThan(TOUCH_EVERY_MS) ? heartbeat.runnerId : null),
    answered: (read, isSeen) => {
      if (isSeen) heartbeat.seen();
      signal.revisionRead(read);
    },
  };
}
