import type { Clock, Lease, LeaseEvents, Timer } from '../../ports/index.ts';

const TRY_AGAIN_MS = 1_000;

/** The one thing that leases compete for. */
export class LeaseDesk {
  #onLost: ((reason: string) => void) | null = null;

  /** Null when somebody has it; else the way to give it back. */
  take(onLost: (reason: string) => void): (() => void) | null {
    if (this.#onLost !== null) return null;
    this.#onLost = onLost;
    return () => {
      if (this.#onLost === onLost) this.#onLost = null;
    };
  }

  /** Takes it from its holder, as a machine does that slept for too long. */
  revoke(reason: string): void {
    const onLost = this.#onLost;
    this.#onLost = null;
    onLost?.(reason);
  }
}

/** stopped ─ start ─▶ trying ─▶ held ─ revoked ─▶ trying …; tries again each second. */
export function createMemoryLease(desk: LeaseDesk, clock: Clock): Lease {
  let giveBack: (() => void) | null = null;
  let retry: Timer | null = null;
  let isStopped = false;
  let isWaiting = false;

  const tryLater = (events: LeaseEvents): void => {
    retry = clock.setTimer(TRY_AGAIN_MS, () => attempt(events));
  };

  const attempt = (events: LeaseEvents): void => {
    if (isStopped) return;
    giveBack = desk.take((reason) => {
      giveBack = null;
      events.onLost(reason);
      tryLater(events);
    });
    if (giveBack !== null) {
      isWaiting = false;
      events.onAcquired();
      return;
    }
    if (!isWaiting) events.onWaiting();
    isWaiting = true;
    tryLater(events);
  };

  return {
    start: attempt,
    isHeld: () => giveBack !== null,
    stop: async () => {
      isStopped = true;
      retry?.cancel();
      giveBack?.();
      giveBack = null;
    },
  };
}
