import {
  LEASE_RENEW_MS,
  LEASE_SILENCE_MS,
  LEASE_TRUST_MS,
  type Clock,
  type LeaseKind,
  type Tenure,
} from '../../ports/index.ts';

/** A P further ahead than this was written before the clock was set back, as was an R beyond it. */
const MAX_AHEAD_MS = 60_000;

/** One contender of one process. A restarted runner is another contender. */
export interface Contender {
  readonly runnerId: string;
  /** Its process is certainly gone. */
  isDead: boolean;
  /** Called when its lock was taken away. */
  onRevoked: ((reason: string) => void) | null;
}

/** What remains of a holder: the row or the file that survives it. */
interface Reservation {
  processedUntil: number | null;
  reservedUntil: number | null;
  /** Null if it left cleanly, or there was none. */
  holder: Contender | null;
  epoch: number | null;
  /** By the desk's monotonic clock. */
  renewedAt: number;
}

export interface Renewal {
  /** Null: the stored P is kept. */
  readonly processedUntil: number | null;
  readonly reservedUntil: number;
}

export interface LeaseDeskOptions {
  /** True if each start checks for the next epoch first, as the lease on files does. */
  readonly isFenced?: boolean;
}

/**
 * The server side of the leases: a lock that is lost by silence, and the reservation that survives its holder. Its
 * clock is the server's.
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

  /** Takes the lock and raises the epoch, to which it resolves; null while another contender has it. */
  lock(contender: Contender): number | null {
    if (this.#isLocked() && this.#session?.contender !== contender) return null;
    this.#session = { contender, heardAt: this.#clock.monotonic() };
    this.#epoch += 1;
    return this.#epoch;
  }

  /** Keeps the lock without reserving anything. False: the lock is lost. */
  touch(contender: Contender): boolean {
    const session = this.#session;
    if (session?.contender !== contender || !this.#isLocked()) return false;
    session.heardAt = this.#clock.monotonic();
    return true;
  }

  /** Writes P and R if the contender still has the lock. */
  renew(contender: Contender, renewal: Renewal): boolean {
    if (!this.touch(contender)) return false;
    this.write('locking', contender, renewal);
    return true;
  }

  write(kind: LeaseKind, holder: Contender, { processedUntil, reservedUntil }: Renewal): void {
    const kept = this.#kept[kind];
    const oldR = kept.reservedUntil ?? 0;
    // Neither a clock set back nor a new holder lowers R: occurrences up to it may have been started.
    const isOldStanding = (processedUntil ?? -Infinity) < oldR && !isFarAhead(oldR, reservedUntil);
    keepP(kept, processedUntil, reservedUntil - LEASE_TRUST_MS);
    kept.processedUntil ??= reservedUntil - LEASE_TRUST_MS; // without one it begins now, even if its holder dies
    kept.reservedUntil = isOldStanding ? Math.max(oldR, reservedUntil) : reservedUntil;
    kept.holder = holder;
    kept.epoch = kind === 'locking' ? this.#epoch : 0;
    kept.renewedAt = this.#clock.monotonic();
  }

  /** Leaves cleanly with the last P and returns true. Without a P, or after a takeover, it is not marked as clean. */
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

  /** Releases the lock and keeps the reservation. */
  unlock(contender: Contender): void {
    if (this.isLockOf(contender)) this.#session = null;
  }

  /** The contender that has the lock, as the desk sees it. */
  get lockedBy(): string | null {
    return this.#isLocked() ? (this.#session?.contender.runnerId ?? null) : null;
  }

  isLockOf(contender: Contender): boolean {
    return this.#session?.contender === contender;
  }

  /** The tenure of a holder that begins with `epoch`. */
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

  /** How long the holder of the lock has to wait before it may start anything; 0: not at all. */
  waitMs(contender: Contender, now: number): number {
    const { holder, reservedUntil, renewedAt } = this.#kept.locking;
    if (holder === null || holder.isDead || holder === contender) return 0;
    const R = reservedUntil ?? 0;
    const trustedMs = LEASE_TRUST_MS - (this.#clock.monotonic() - renewedAt);
    return Math.max(0, trustedMs, R < now || isFarAhead(R, now + LEASE_TRUST_MS) ? 0 : R - now + 1);
  }

  /** True if the epoch is the newest one, where a start can check that in the same turn. */
  isNewest(epoch: number): boolean {
    return !this.#isFenced || epoch === this.#epoch;
  }

  /** The tenure that a runner would get if it took the lease now; null while a living one holds it. */
  peek(kind: LeaseKind): Tenure | null {
    if (kind === 'locking') return this.#isLocked() ? null : this.tenure(kind, null, this.#epoch + 1);
    const { holder, renewedAt } = this.#kept.open;
    const isSilent = this.#clock.monotonic() - renewedAt > LEASE_RENEW_MS + LEASE_TRUST_MS;
    return holder === null || holder.isDead || isSilent ? this.tenure(kind, null, 0) : null;
  }

  /** Makes a runner's process visibly dead: its reservation need not be waited for. */
  markDead(runnerId: string): void {
    for (const contender of [this.#session?.contender, this.#kept.locking.holder, this.#kept.open.holder]) {
      if (contender?.runnerId === runnerId) contender.isDead = true;
    }
  }

  /** Ends the runner's connection, as when its process is killed; that does not prove its death. */
  hangUp(runnerId: string): void {
    if (this.#session?.contender.runnerId === runnerId) this.#session = null;
  }

  /** Takes the lock from its holder and notifies it; the next holder waits for its reservation. */
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

/** P never decreases, unless the clock was set back. */
function keepP(kept: Reservation, given: number | null, now: number): void {
  const isStanding = kept.processedUntil !== null && !isFarAhead(kept.processedUntil, now);
  if (given !== null)
    kept.processedUntil = isStanding ? Math.max(kept.processedUntil ?? given, given) : given;
}

function isFarAhead(instant: number, now: number): boolean {
  return instant - now > MAX_AHEAD_MS;
}
