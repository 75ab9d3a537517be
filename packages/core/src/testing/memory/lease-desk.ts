import {
  LEASE_RENEW_MS,
  LEASE_SILENCE_MS,
  LEASE_TRUST_MS,
  type Clock,
  type LeaseKind,
  type Tenure,
} from '../../ports/index.ts';

/** A P further ahead than this was written by a clock that has been set back since, and so was an R beyond it. */
const MAX_AHEAD_MS = 60_000;

/** One contender of one process. A runner that comes again is another one. */
export interface Contender {
  readonly runnerId: string;
  /** Its process is gone for certain. */
  isDead: boolean;
  /** Tells it that its lock was taken away. */
  onRevoked: ((reason: string) => void) | null;
}

/** What a holder leaves behind: the row, or the file, that outlives it. */
interface Reservation {
  processedUntil: number | null;
  reservedUntil: number | null;
  /** Null when it left cleanly, or there was none. */
  holder: Contender | null;
  epoch: number | null;
  /** By the desk's monotonic clock. */
  renewedAt: number;
}

export interface Renewal {
  /** Null: the P that stands is kept. */
  readonly processedUntil: number | null;
  readonly reservedUntil: number;
}

export interface LeaseDeskOptions {
  /** Each start looks for the next epoch first, as the lease on files does. */
  readonly isFenced?: boolean;
}

/**
 * The one thing that leases compete for: a lock that forgets who is silent, and the reservation that outlives its
 * holder. Its clock is the server's.
 */
export class LeaseDesk {
  readonly #clock: Clock;
  readonly #isFenced: boolean;
  readonly #kept: Readonly<Record<LeaseKind, Reservation>> = { locking: nothing(), open: nothing() };
  #epoch = 0;
  #session: { readonly contender: Contender; heardAt: number } | null = null;

  constructor(clock: Clock, { isFenced = false }: LeaseDeskOptions = {}) {
    this.#clock = clock;
    this.#isFenced = isFenced;
  }

  /** Takes the lock and raises the epoch, to which it resolves; null while somebody has it. */
  lock(contender: Contender): number | null {
    if (this.#isLocked() && this.#session?.contender !== contender) return null;
    this.#session = { contender, heardAt: this.#clock.monotonic() };
    this.#epoch += 1;
    return this.#epoch;
  }

  /** Says "still here" without reserving anything. False: the lock is gone. */
  touch(contender: Contender): boolean {
    const session = this.#session;
    if (session?.contender !== contender || !this.#isLocked()) return false;
    session.heardAt = this.#clock.monotonic();
    return true;
  }

  /** Writes P and R if the lock is still the contender's. */
  renew(contender: Contender, renewal: Renewal): boolean {
    if (!this.touch(contender)) return false;
    this.write('locking', contender, renewal);
    return true;
  }

  write(kind: LeaseKind, holder: Contender, { processedUntil, reservedUntil }: Renewal): void {
    const kept = this.#kept[kind];
    const oldR = kept.reservedUntil ?? 0;
    // A clock set back does not take R back, nor does a new holder: what it allowed may have been started.
    const isOldStanding = (processedUntil ?? -Infinity) < oldR && !isFarAhead(oldR, reservedUntil);
    keepP(kept, processedUntil, reservedUntil - LEASE_TRUST_MS);
    kept.processedUntil ??= reservedUntil - LEASE_TRUST_MS; // without one it begins now, whatever becomes of its holder
    kept.reservedUntil = isOldStanding ? Math.max(oldR, reservedUntil) : reservedUntil;
    kept.holder = holder;
    kept.epoch = kind === 'locking' ? this.#epoch : 0;
    kept.renewedAt = this.#clock.monotonic();
  }

  /** Leaves cleanly, with the last P: true. Without one, or when somebody else has taken over, nothing is marked. */
  release(kind: LeaseKind, holder: Contender, processedUntil: number | null): boolean {
    const kept = this.#kept[kind];
    const isIts = kept.holder === holder && (kind === 'open' || this.isLockOf(holder));
    const isClean = isIts && processedUntil !== null;
    if (isClean) {
      keepP(kept, processedUntil, this.#clock.now());
      kept.reservedUntil = null;
      kept.holder = null;
      kept.epoch = null;
    }
    this.unlock(holder);
    return isClean;
  }

  /** Gives the lock back and leaves the reservation as it stands. */
  unlock(contender: Contender): void {
    if (this.isLockOf(contender)) this.#session = null;
  }

  /** Who has the lock, as far as the desk knows. */
  get lockedBy(): string | null {
    return this.#isLocked() ? (this.#session?.contender.runnerId ?? null) : null;
  }

  isLockOf(contender: Contender): boolean {
    return this.#session?.contender === contender;
  }

  /** What a holder finds whose turn begins with `epoch`. */
  tenure(kind: LeaseKind, contender: Contender | null, epoch: number): Tenure {
    const { processedUntil, reservedUntil, holder, epoch: previousEpoch } = this.#kept[kind];
    return {
      epoch,
      processedUntil,
      reservedUntil,
      previousRunnerId: holder?.runnerId ?? null,
      previousEpoch,
      mayOverlap: holder !== null && !holder.isDead && holder !== contender,
    };
  }

  /** How long the one that has the lock has to wait before it may start anything; 0: no longer. */
  waitMs(contender: Contender, now: number): number {
    const { holder, reservedUntil, renewedAt } = this.#kept.locking;
    if (holder === null || holder.isDead || holder === contender) return 0;
    const R = reservedUntil ?? 0;
    const trustedMs = LEASE_TRUST_MS - (this.#clock.monotonic() - renewedAt);
    return Math.max(0, trustedMs, R < now || isFarAhead(R, now + LEASE_TRUST_MS) ? 0 : R - now + 1);
  }

  /** Whether the epoch is still the newest one, where that can be seen in the turn of a start. */
  isNewest(epoch: number): boolean {
    return !this.#isFenced || epoch === this.#epoch;
  }

  /** What a runner that took the lease now would find; null when somebody alive holds it. */
  peek(kind: LeaseKind): Tenure | null {
    if (kind === 'locking') return this.#isLocked() ? null : this.tenure(kind, null, this.#epoch + 1);
    const { holder, renewedAt } = this.#kept.open;
    const isSilent = this.#clock.monotonic() - renewedAt > LEASE_RENEW_MS + LEASE_TRUST_MS;
    return holder === null || holder.isDead || isSilent ? this.tenure(kind, null, 0) : null;
  }

  /** A runner's process is gone, and everybody can see it: nobody waits for its reservation. */
  markDead(runnerId: string): void {
    for (const contender of [this.#session?.contender, this.#kept.locking.holder, this.#kept.open.holder]) {
      if (contender?.runnerId === runnerId) contender.isDead = true;
    }
  }

  /** The runner's connection has ended, as it does when its process is killed; that proves nothing. */
  hangUp(runnerId: string): void {
    if (this.#session?.contender.runnerId === runnerId) this.#session = null;
  }

  /** Takes the lock from its holder and tells it; whoever comes next waits for its reservation. */
  revoke(reason: string): void {
    const contender = this.#session?.contender;
    this.#session = null;
    contender?.onRevoked?.(reason);
  }

  #isLocked(): boolean {
    if (this.#session === null || this.#session.contender.isDead) return false;
    return this.#clock.monotonic() - this.#session.heardAt < LEASE_SILENCE_MS;
  }
}

function nothing(): Reservation {
  return { processedUntil: null, reservedUntil: null, holder: null, epoch: null, renewedAt: 0 };
}

/** P never goes back, unless the clock did. */
function keepP(kept: Reservation, given: number | null, now: number): void {
  const isStanding = kept.processedUntil !== null && !isFarAhead(kept.processedUntil, now);
  if (given !== null)
    kept.processedUntil = isStanding ? Math.max(kept.processedUntil ?? given, given) : given;
}

function isFarAhead(instant: number, now: number): boolean {
  return instant - now > MAX_AHEAD_MS;
}
