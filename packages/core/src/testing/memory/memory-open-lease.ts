import {
  LEASE_RENEW_MS,
  LEASE_TRUST_MS,
  type Lease,
  type LeaseEvents,
  type Timer,
} from '../../ports/index.ts';
import type { Contender } from './lease-desk.ts';
import { renewalOf, type MemoryLeaseDeps } from './memory-lease.ts';

/** The lease without `--lock`: held from start to stop; it stores P for the next runner. */
export function createMemoryOpenLease(deps: MemoryLeaseDeps): Lease {
  const { desk, clock, runnerId, reach = async <T>(ask: () => T) => ask(), readRevision } = deps;
  const me: Contender = { runnerId, isDead: false, onRevoked: null };
  let events: LeaseEvents | null = null;
  let isHeld = false;
  let next: Timer | null = null;
  let stopping: Promise<void> | null = null;

  const processedUntil = async (): Promise<number | null> => {
    try {
      return (await events?.processedUntil()) ?? null;
    } catch {
      return null; // unknown: the stored P is kept
    }
  };

  const renew = async (): Promise<void> => {
    const decidedUntil = await processedUntil();
    if (!isHeld) return;
    const sentAt = clock.now();
    try {
      const revision = await reach(() => {
        desk.write('open', me, { processedUntil: decidedUntil, reservedUntil: sentAt + LEASE_TRUST_MS });
        return readRevision?.();
      });
      if (isHeld) events?.onRenewed?.(renewalOf(sentAt, revision));
    } catch {
      // It stays held: there is no competitor. The stored P is only older.
    }
    if (isHeld) renewLater();
  };

  const renewLater = (): void => {
    next = clock.setTimer(LEASE_RENEW_MS, () => void renew());
  };

  const stop = async (): Promise<void> => {
    const wasHeld = isHeld;
    isHeld = false;
    next?.cancel();
    if (!wasHeld) return;
    const last = await processedUntil();
    const hasReleased = await reach(() => desk.release('open', me, last)).catch(() => false); // failed: leave everything as after a crash
    if (hasReleased) events?.onReleased?.();
  };

  return {
    start: (given) => {
      if (events !== null || stopping !== null) return;
      events = given;
      isHeld = true;
      const tenure = desk.tenure('open', me, 0);
      desk.write('open', me, { processedUntil: null, reservedUntil: clock.now() + LEASE_TRUST_MS });
      renewLater();
      given.onAcquired(tenure);
    },
    isHeld: () => isHeld,
    mayStart: () => isHeld,
    stop: () => (stopping ??= stop()),
  };
}
