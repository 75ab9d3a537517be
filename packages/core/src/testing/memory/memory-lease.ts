import {
  LEASE_RENEW_MS,
  LEASE_TRUST_MS,
  type Clock,
  type Lease,
  type LeaseEvents,
  type LeaseRenewal,
  type RevisionPair,
  type Timer,
} from '../../ports/index.ts';
import type { Contender, LeaseDesk } from './lease-desk.ts';

const TRY_AGAIN_MS = 1_000;

export interface MemoryLeaseDeps {
  readonly desk: LeaseDesk;
  /** The runner's own clock. */
  readonly clock: Clock;
  readonly runnerId: string;
  /** Calls the desk; the way may be slow or broken. By default it answers at once. */
  readonly reach?: <T>(ask: () => T) => Promise<T>;
  /** The store's revision, where the lease is in the store. */
  readonly readRevision?: () => RevisionPair;
}

/**
 * The lease under `--lock`.
 *
 *   idle ─ start ─▶ contending ─ locked ─▶ waiting for the old R ─▶ held ─ trust expired, refused, revoked ─▶ contending …
 */
export function createMemoryLease(deps: MemoryLeaseDeps): Lease {
  return new MemoryLease(deps);
}

type State =
  | { readonly name: 'idle' | 'contending' | 'stopped' }
  | { readonly name: 'locked'; readonly epoch: number }
  | {
      readonly name: 'held';
      readonly epoch: number;
      /** By the monotonic clock. */
      readonly trustedUntil: number;
      /** R, by the wall clock. */
      readonly reservedUntil: number;
    };

interface Granted {
  readonly trustedUntil: number;
  readonly reservedUntil: number;
  readonly renewal: LeaseRenewal;
}

const NOBODY: LeaseEvents = {
  onAcquired: () => undefined,
  onLost: () => undefined,
  onWaiting: () => undefined,
  processedUntil: () => Promise.resolve(null),
};

class MemoryLease implements Lease {
  readonly #deps: MemoryLeaseDeps;
  readonly #reach: <T>(ask: () => T) => Promise<T>;
  readonly #contender: Contender;
  #events: LeaseEvents = NOBODY;
  #state: State = { name: 'idle' };
  #isWaitTold = false;
  /** The next step: another try, a check of the old R, or a renewal. */
  #next: Timer | null = null;
  #expiry: Timer | null = null;
  #stopping: Promise<void> | null = null;

  constructor(deps: MemoryLeaseDeps) {
    this.#deps = deps;
    this.#reach = deps.reach ?? (async (ask) => ask());
    this.#contender = {
      runnerId: deps.runnerId,
      isDead: false,
      onRevoked: (reason) => this.#lose(reason),
    };
  }

  start(events: LeaseEvents): void {
    if (this.#state.name !== 'idle') return;
    this.#events = events;
    this.#state = { name: 'contending' };
    void this.#contend();
  }

  isHeld(): boolean {
    return this.#state.name === 'held' && this.#deps.clock.monotonic() < this.#state.trustedUntil;
  }

  mayStart(scheduledAt: number): boolean {
    if (this.#state.name !== 'held' || !this.isHeld()) return false;
    const { epoch, reservedUntil } = this.#state;
    const { clock, desk } = this.#deps;
    return clock.now() <= reservedUntil && scheduledAt <= reservedUntil && desk.isNewest(epoch);
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const { name } = this.#state;
    this.#state = { name: 'stopped' };
    this.#cancel();
    const { desk } = this.#deps;
    if (name === 'held') {
      const processedUntil = await this.#processedUntil();
      const hasReleased = await this.#ask(() => desk.release('locking', this.#contender, processedUntil));
      if (hasReleased === true) this.#events.onReleased?.();
    } else if (name !== 'idle') {
      await this.#ask(() => desk.unlock(this.#contender));
    }
  }

  async #contend(): Promise<void> {
    const epoch = await this.#ask(() => this.#deps.desk.lock(this.#contender));
    if (this.#state.name !== 'contending') {
      if (epoch !== null) await this.#ask(() => this.#deps.desk.unlock(this.#contender));
      return;
    }
    if (epoch !== null) {
      this.#state = { name: 'locked', epoch };
      await this.#awaitTurn();
      return;
    }
    if (!this.#isWaitTold) this.#events.onWaiting();
    this.#isWaitTold = true;
    this.#in(TRY_AGAIN_MS, () => this.#contend());
  }

  /** Has the lock, and waits until no runner can start anything under the old R. */
  async #awaitTurn(): Promise<void> {
    const { desk, clock } = this.#deps;
    const waitMs = await this.#ask(() =>
      desk.touch(this.#contender) ? desk.waitMs(this.#contender, clock.now()) : null,
    );
    if (this.#state.name !== 'locked') return;
    if (waitMs === null) this.#contendAgain();
    else if (waitMs > 0) this.#in(Math.min(waitMs, TRY_AGAIN_MS), () => this.#awaitTurn());
    else await this.#begin(this.#state.epoch);
  }

  async #begin(epoch: number): Promise<void> {
    const { desk } = this.#deps;
    const tenure = await this.#ask(() => desk.tenure('locking', this.#contender, epoch));
    if (tenure === null || this.#state.name !== 'locked') {
      if (this.#state.name === 'locked') this.#contendAgain();
      return;
    }
    const granted = await this.#reserve(null);
    if (!this.#isNow('locked')) return;
    if (granted === null || granted === 'refused') {
      this.#contendAgain();
      return;
    }
    this.#isWaitTold = false;
    this.#hold(epoch, granted);
    this.#in(LEASE_RENEW_MS, () => this.#renew());
    this.#events.onAcquired(tenure);
  }

  async #renew(): Promise<void> {
    const processedUntil = await this.#processedUntil();
    if (this.#state.name !== 'held') return;
    const granted = await this.#reserve(processedUntil);
    if (!this.#isNow('held')) return;
    if (granted === 'refused') {
      this.#lose('the lock is gone');
    } else if (granted === null) {
      this.#in(TRY_AGAIN_MS, () => this.#renew()); // while the desk is unreachable, it is held until trust expires
    } else {
      this.#hold(this.#state.epoch, granted);
      this.#in(LEASE_RENEW_MS, () => this.#renew());
      this.#events.onRenewed?.(granted.renewal);
    }
  }

  /** Null if the desk is unreachable, or its answer came too late to be useful. */
  async #reserve(processedUntil: number | null): Promise<Granted | 'refused' | null> {
    const { desk, clock, readRevision } = this.#deps;
    const sentAt = clock.now();
    const reservedUntil = sentAt + LEASE_TRUST_MS;
    const trustedUntil = clock.monotonic() + LEASE_TRUST_MS;
    const answer = await this.#ask(() => ({
      isMine: desk.renew(this.#contender, { processedUntil, reservedUntil }),
      revision: readRevision?.(),
    }));
    if (answer === null || clock.monotonic() >= trustedUntil) return null;
    if (!answer.isMine) return 'refused';
    const { revision } = answer;
    return {
      trustedUntil,
      reservedUntil,
      renewal: renewalOf(sentAt, revision),
    };
  }

  #hold(epoch: number, { trustedUntil, reservedUntil }: Granted): void {
    const { clock } = this.#deps;
    this.#state = { name: 'held', epoch, trustedUntil, reservedUntil };
    this.#expiry?.cancel();
    this.#expiry = clock.setTimer(trustedUntil - clock.monotonic(), () => this.#lose('trust has expired'));
  }

  #lose(reason: string): void {
    if (this.#state.name === 'held') {
      this.#contendAgain();
      this.#events.onLost(reason);
    } else if (this.#state.name === 'locked') {
      this.#contendAgain();
    }
  }

  #contendAgain(): void {
    this.#cancel();
    this.#state = { name: 'contending' };
    this.#in(TRY_AGAIN_MS, () => this.#contend());
  }

  async #processedUntil(): Promise<number | null> {
    try {
      return await this.#events.processedUntil();
    } catch {
      return null; // unknown: the stored P is kept
    }
  }

  /** Null if the desk is unreachable. */
  async #ask<T>(ask: () => T): Promise<T | null> {
    try {
      return await this.#reach(ask);
    } catch {
      return null;
    }
  }

  #isNow(name: State['name']): boolean {
    return this.#state.name === name;
  }

  #in(ms: number, step: () => Promise<void>): void {
    this.#next?.cancel();
    if (this.#state.name !== 'stopped') this.#next = this.#deps.clock.setTimer(ms, () => void step());
  }

  #cancel(): void {
    this.#next?.cancel();
    this.#expiry?.cancel();
  }
}

/** What a renewal reports if it read this pair, where the lease is in the store. */
export function renewalOf(sentAt: number, read: RevisionPair | undefined): LeaseRenewal {
  if (read === undefined) return { sentAt };
  const { revision, token } = read;
  return { sentAt, isRevision: (known) => known.revision === revision && known.token === token };
}
