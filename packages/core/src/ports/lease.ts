/** The right to start runs. Under `--lock` one runner holds it at a time. */
export interface Lease {
  /** Tries until it holds the lease, again after each loss, until `stop`. */
  start(events: LeaseEvents): void;
  /** Synchronous: whether a run may start in this very turn. */
  isHeld(): boolean;
  /** Gives the lease back. Idempotent; may come before `start`. */
  stop(): Promise<void>;
}

export interface LeaseEvents {
  readonly onAcquired: () => void;
  readonly onLost: (reason: string) => void;
  /** Somebody else holds it; told once per wait. */
  readonly onWaiting: () => void;
}

/** Without `--lock`: held from start to stop, with no promise against a second runner. */
export function createOpenLease(): Lease {
  let isHeld = false;
  let isStopped = false;
  return {
    start: (events) => {
      if (isStopped) return;
      isHeld = true;
      events.onAcquired();
    },
    isHeld: () => isHeld,
    stop: () => {
      isStopped = true;
      isHeld = false;
      return Promise.resolve();
    },
  };
}
