import type { RevisionPair } from '@zenpulse/core/ports';
import type { Heartbeat } from '../server/heartbeat.ts';
import type { PostgresSignal } from './postgres-signal.ts';

/** The shortest time between two heartbeats sent with other statements. */
const TOUCH_EVERY_MS = 5_000;

/** Heartbeats and revisions carried by a runner's regular statements, so that no extra ones are needed. */
export interface PostgresPulse {
  /** The runner whose row the next statement should touch; null if none is due. */
  dueRunner(): string | null;
  /** Called when the revision was read. `isSeen`: the same statement updated the heartbeat. */
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
