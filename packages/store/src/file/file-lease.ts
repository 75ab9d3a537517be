import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Lease, LeaseEvents, Logger, Timer } from '@zenpulse/core/ports';
import lockfile from 'proper-lockfile';

/** A holder that has not renewed for so long is taken for dead. */
const STALE_MS = 5_000;
const RENEW_MS = 1_000;
const TRY_AGAIN_MS = 1_000;

/**
 * The lease as a lock file in the state folder.
 *
 *   stopped ─ start ─▶ trying ─▶ held ─ compromised ─▶ trying …
 *                        └ locked by another: tries again each second
 */
export function createFileLease(stateDir: string, clock: Clock, logger: Logger): Lease {
  let release: (() => Promise<void>) | null = null;
  let retry: Timer | null = null;
  let attempt: Promise<void> = Promise.resolve();
  let isStopped = false;
  let isWaiting = false;

  const lock = async (onCompromised: (error: Error) => void): Promise<() => Promise<void>> => {
    await mkdir(stateDir, { recursive: true });
    return lockfile.lock(stateDir, {
      lockfilePath: join(stateDir, 'runner.lock'),
      stale: STALE_MS,
      update: RENEW_MS,
      realpath: false,
      onCompromised,
    });
  };

  const tryOnce = async (events: LeaseEvents): Promise<void> => {
    try {
      const unlock = await lock((error) => {
        release = null;
        events.onLost(error.message);
        tryLater(events);
      });
      if (isStopped) return await unlock();
      release = unlock;
      isWaiting = false;
      events.onAcquired();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') {
        logger.warn({ err: error, stateDir }, 'The lock cannot be tried');
      } else if (!isWaiting) {
        isWaiting = true;
        events.onWaiting();
      }
      tryLater(events);
    }
  };

  const tryLater = (events: LeaseEvents): void => {
    if (isStopped) return;
    retry = clock.setTimer(TRY_AGAIN_MS, () => {
      attempt = tryOnce(events);
    });
  };

  return {
    start: (events) => {
      attempt = tryOnce(events);
    },
    isHeld: () => release !== null,
    stop: async () => {
      isStopped = true;
      retry?.cancel();
      await attempt;
      const unlock = release;
      release = null;
      await unlock?.().catch((error: unknown) => logger.debug({ err: error }, 'The lock was gone already'));
    },
  };
}
