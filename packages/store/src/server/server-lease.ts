import { randomUUID } from 'node:crypto';
import {
  errorFields,
  type Clock,
  type Lease,
  type LeaseEvents,
  type Logger,
  type Timer,
} from '@zenpulse/core/ports';
import { identifyProcess } from '../file/process-identity.ts';
import { mayBeSucceededAtOnce, tenureOf, waitMsFor, type LeaseRow } from './lease-row.ts';
import type { Fence, Granted, LeaseSession, ServerStart } from './lease-session.ts';
import type { LeaseTimings } from './lease-timings.ts';
import { Waits } from './waits.ts';

export interface ServerLeaseOptions {
  readonly runnerId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly timings: LeaseTimings;
  /** Opens a separate session with the server, used once. */
  readonly openSession: () => LeaseSession;
  /** Maps the driver's errors; returns unknown ones unchanged. */
  readonly toStoreError: (error: unknown) => unknown;
}

/** What this runner holds. Trust belongs to the runner, not to its connection, and survives a broken one. */
interface Holding {
  readonly fence: Fence;
  /** On the monotonic clock. */
  readonly trustedUntil: number;
  readonly nextRenewalAt: number;
  /** R, on the server's clock. */
  readonly reservedUntil: number;
}

const NOT_RENEWED = 'it could not be renewed in time';
const ANOTHER_SERVER = 'the database server was started again, or is another one';
/** A start computed from a server's uptime may differ by a second between answers. */
const SAME_START_MS = 5_000;

/** The lease as a lock of a separate session, and a row that survives the session. */
export function createServerLease(options: ServerLeaseOptions): Lease {
  return new ServerLease(options);
}

/**
 *     connecting ──▶ locking ──▶ outlasting the old R ──▶ held ──▶ stopped
 *         ▲             └─ trusted still, epoch unchanged ──▲ │
 *         └──── connection lost, trust expired, epoch raised ─┘
 *
 * A server that was restarted or replaced since the last session may have lost another lease's writes: then all trust
 * has to expire first.
 */
class ServerLease implements Lease {
  readonly #options: ServerLeaseOptions;
  readonly #identity: string;
  readonly #pauses: Waits;
  #session: LeaseSession | null = null;
  #isLocked = false;
  #server: ServerStart | null = null;
  #isServerAnother = false;
  #holding: Holding | null = null;
  #expiry: Timer | null = null;
  #isWaitTold = false;
  /** Failures since the lease last worked. */
  #failures = 0;
  #isStopped = false;
  #work: Promise<void> | null = null;

  constructor(options: ServerLeaseOptions) {
    this.#options = options;
    this.#identity = JSON.stringify(identifyProcess(options.runnerId));
    this.#pauses = new Waits(options.clock);
  }

  start(events: LeaseEvents): void {
    if (!this.#isStopped) this.#work ??= this.#contend(events);
  }

  isHeld(): boolean {
    const { clock } = this.#options;
    return !this.#isStopped && this.#holding !== null && clock.monotonic() < this.#holding.trustedUntil;
  }

  mayStart(scheduledAt: number): boolean {
    if (this.#holding === null || !this.isHeld()) return false;
    const { reservedUntil } = this.#holding;
    return this.#options.clock.now() <= reservedUntil && scheduledAt <= reservedUntil;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#pauses.cutShort();
    if (this.#isLocked) this.#session?.wake();
    else this.#session?.drop(new Error('the lease was stopped'));
    await this.#work;
  }

  /** Opens sessions one after the other, until `stop`. */
  async #contend(events: LeaseEvents): Promise<void> {
    for (let isFirst = true; !this.#isStopped; isFirst = false) {
      const session = this.#options.openSession();
      this.#session = session;
      try {
        await session.open(isFirst);
        await this.#serve(session, events);
      } catch (error) {
        this.#complain(error);
      } finally {
        this.#isLocked = false;
        await session.close();
      }
      if (!this.#isStopped) await this.#pauses.for(this.#pauseMs());
    }
    this.#letGo();
  }

  #meet(server: ServerStart): void {
    const before = this.#server;
    this.#server = server;
    if (before === null) return;
    const isSame =
      before.host === server.host && Math.abs(before.startedAt - server.startedAt) < SAME_START_MS;
    this.#isServerAnother ||= !isSame;
  }

  /** Takes the lock and keeps it; returns when the lease was lost or released. */
  async #serve(session: LeaseSession, events: LeaseEvents): Promise<void> {
    this.#meet(await session.lock(() => this.#wait(events)));
    this.#isLocked = true;
    if (this.#isServerAnother && this.#holding !== null) this.#lose(events, ANOTHER_SERVER);
    if (this.#holding === null || !(await this.#renew(session, events))) await this.#begin(session, events);
    while (!this.#isStopped && this.#holding !== null) {
      await session.rest(this.#holding.nextRenewalAt - this.#options.clock.monotonic());
      if (!this.#isStopped && !(await this.#renew(session, events))) return;
    }
    if (this.#holding !== null) await this.#giveBack(session, events, this.#holding);
  }

  #wait(events: LeaseEvents): void {
    this.#failures = 0;
    if (this.#isWaitTold || this.#holding !== null) return;
    this.#isWaitTold = true;
    events.onWaiting();
  }

  /** Begins a new tenure. */
  async #begin(session: LeaseSession, events: LeaseEvents): Promise<void> {
    const { clock, runnerId, timings } = this.#options;
    const found = await session.raiseEpoch();
    await this.#outlast(session, found);
    if (this.#isStopped) return;
    const fence = { epoch: found.epoch, value: randomUUID() };
    const granted = await session.hold(fence, this.#identity);
    if (granted === null)
      throw new Error('expected to hold the lease, but another session has raised its epoch');
    if (clock.monotonic() >= granted.sentMono + timings.trustMs) throw new Error('the answer came too late');
    this.#isServerAnother = false;
    this.#trust(events, fence, granted);
    this.#isWaitTold = false;
    if (!this.#isStopped) events.onAcquired(tenureOf(found, runnerId));
  }

  /**
   * Waits until no runner can start anything under the old R. Sends a statement from time to time, since a silent
   * session loses its lock.
   */
  async #outlast(session: LeaseSession, found: LeaseRow): Promise<void> {
    const { clock, runnerId, logger, timings } = this.#options;
    const isAnother = this.#isServerAnother;
    const waitMs = Math.max(waitMsFor(found, timings.trustMs), isAnother ? timings.trustMs : 0);
    const until = clock.monotonic() + waitMs;
    const isOver = () =>
      this.#isStopped || clock.monotonic() >= until || (!isAnother && mayBeSucceededAtOnce(found, runnerId));
    if (isOver()) return;
    logger.info(
      { waitMs, holder: found.holder },
      isAnother
        ? 'The database server was started again, or is another one: a holder that it does not know may start runs a little longer'
        : 'The last holder of the lease may start runs a little longer',
    );
    for (let sayAt = clock.monotonic() + timings.renewMs; !isOver();) {
      await session.rest(Math.min(timings.lookMs, until - clock.monotonic()));
      if (clock.monotonic() < sayAt) continue;
      sayAt = clock.monotonic() + timings.renewMs;
      await session.sayStillHere();
    }
  }

  /** False if the lease was lost. */
  async #renew(session: LeaseSession, events: LeaseEvents): Promise<boolean> {
    const { clock, timings } = this.#options;
    const processedUntil = await this.#processedUntil(events);
    const holding = this.#holding;
    if (holding === null) return false;
    if (clock.monotonic() >= holding.trustedUntil) {
      // A process that was suspended must not reserve more: a contender would have to wait for it.
      this.#lose(events, NOT_RENEWED);
      return false;
    }
    const granted = await session.renew(holding.fence, processedUntil);
    if (this.#holding !== holding) return false;
    if (granted === null) {
      this.#lose(events, 'another runner has taken it over');
      return false;
    }
    this.#trust(events, holding.fence, granted);
    const { sentAt, sentMono, isRevision } = granted;
    if (clock.monotonic() < sentMono + timings.trustMs) events.onRenewed?.({ sentAt, isRevision });
    return true;
  }

  async #giveBack(session: LeaseSession, events: LeaseEvents, { fence }: Holding): Promise<void> {
    const processedUntil = await this.#processedUntil(events);
    if (processedUntil !== null) {
      await session.release(fence, processedUntil);
      events.onReleased?.();
    }
    await session.unlock();
  }

  #trust(events: LeaseEvents, fence: Fence, { sentMono, reservedUntil }: Granted): void {
    const { renewMs, trustMs } = this.#options.timings;
    const trustedUntil = sentMono + trustMs;
    this.#letGo();
    this.#holding = { fence, trustedUntil, reservedUntil, nextRenewalAt: sentMono + renewMs };
    this.#watchExpiry(events, trustedUntil);
    this.#failures = 0;
  }

  #watchExpiry(events: LeaseEvents, trustedUntil: number): void {
    const { clock } = this.#options;
    this.#expiry?.cancel();
    this.#expiry = clock.setTimer(trustedUntil - clock.monotonic(), () =>
      clock.yieldTo(() => this.#expire(events)),
    );
  }

  /**
   * Tolerant in two ways: a pending answer may have renewed the lease while this process was busy, and timers fire
   * slightly early.
   */
  #expire(events: LeaseEvents): void {
    if (this.#isStopped || this.#holding === null) return;
    if (this.isHeld()) {
      this.#watchExpiry(events, this.#holding.trustedUntil);
      return;
    }
    this.#lose(events, NOT_RENEWED);
    this.#session?.drop(new Error('the lease could not be renewed in time'));
  }

  #lose(events: LeaseEvents, reason: string): void {
    this.#letGo();
    if (!this.#isStopped) events.onLost(reason);
  }

  #letGo(): void {
    this.#holding = null;
    this.#expiry?.cancel();
    this.#expiry = null;
  }

  /** Null if the engine does not answer in time: the stored P is kept, since the renewal must not wait. */
  async #processedUntil(events: LeaseEvents): Promise<number | null> {
    const { logger, clock, timings } = this.#options;
    const patience = new Waits(clock);
    try {
      return await Promise.race([
        events.processedUntil(),
        patience.for(timings.processedMs).then(() => null),
      ]);
    } catch (error) {
      logger.warn({ err: error }, 'The runner did not report its position; the lease keeps the last one');
      return null;
    } finally {
      patience.cutShort();
    }
  }

  #complain(error: unknown): void {
    const { logger } = this.#options;
    this.#failures += 1;
    if (this.#isStopped) {
      logger.debug({ err: error }, 'The lease could not be released; the next runner waits until it expires');
    } else if (this.#failures === 1) {
      const words =
        this.#holding === null
          ? 'The lease cannot be had at the moment; trying again'
          : 'The connection of the lease was lost; another one is tried';
      logger.warn(errorFields(this.#options.toStoreError(error)), words);
    }
  }

  /** Zero after a time without failures, then longer each time. */
  #pauseMs(): number {
    const { lookMs, retryMs } = this.#options.timings;
    return this.#failures < 2 ? 0 : Math.min(lookMs * 2 ** (this.#failures - 2), retryMs);
  }
}
