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
  /** A session of its own with the server, used once. */
  readonly openSession: () => LeaseSession;
  /** Knows the words of the driver; gives back what it does not know. */
  readonly toStoreError: (error: unknown) => unknown;
}

/** What this runner holds. Trust is its own and not its connection's: it outlives one that breaks. */
interface Holding {
  readonly fence: Fence;
  /** By the monotonic clock. */
  readonly trustedUntil: number;
  readonly nextRenewalAt: number;
  /** R, by the server's clock. */
  readonly reservedUntil: number;
}

const NOT_RENEWED = 'it could not be renewed in time';
const ANOTHER_SERVER = 'the database server was started again, or is another one';
/** A start that is computed from a server's uptime differs by a second from one answer to the next. */
const SAME_START_MS = 5_000;

/** The lease as a lock of a session of its own, and a row that outlives the session. */
export function createServerLease(options: ServerLeaseOptions): Lease {
  return new ServerLease(options);
}

/**
 *     connecting ──▶ locking ──▶ outlasting the old R ──▶ held ──▶ stopped
 *         ▲             └─ trusted still, epoch unchanged ──▲ │
 *         └──── connection lost, trust expired, epoch raised ─┘
 *
 * A server that was started since the last session may have lost what another runner's lease had written: then everybody's
 * trust has to end first.
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
  /** Since the lease last went well. */
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

  /** One session after the other, until `stop`. */
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

  /** Takes the lock and keeps it; returns when the lease was lost or given back. */
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

  /** A new tenure. */
  async #begin(session: LeaseSession, events: LeaseEvents): Promise<void> {
    const { clock, runnerId, timings } = this.#options;
    const found = await session.raiseEpoch();
    await this.#outlast(session, found);
    if (this.#isStopped) return;
    const fence = { epoch: found.epoch, value: randomUUID() };
    const granted = await session.hold(fence, this.#identity);
    if (granted === null) throw new Error('expected to hold the lease, but somebody has raised its epoch');
    if (clock.monotonic() >= granted.sentMono + timings.trustMs) throw new Error('the answer came too late');
    this.#isServerAnother = false;
    this.#trust(events, fence, granted);
    this.#isWaitTold = false;
    if (!this.#isStopped) events.onAcquired(tenureOf(found, runnerId));
  }

  /** Until nobody can start anything by the old R any more. Says something now and then: silence would cost the lock. */
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

  /** False when the lease was lost. */
  async #renew(session: LeaseSession, events: LeaseEvents): Promise<boolean> {
    const { clock, timings } = this.#options;
    const processedUntil = await this.#processedUntil(events);
    const holding = this.#holding;
    if (holding === null) return false;
    if (clock.monotonic() >= holding.trustedUntil) {
      // One that stood still reserves nothing more: whoever waits for the lock would have to outlast it.
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

  /** An answer that waited to be read while this process was busy may have renewed it; and timers fire a moment early. */
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

  /** Null when the engine does not say in time: P stays where it is, and the renewal must not wait. */
  async #processedUntil(events: LeaseEvents): Promise<number | null> {
    const { logger, clock, timings } = this.#options;
    const patience = new Waits(clock);
    try {
      return await Promise.race([
        events.processedUntil(),
        patience.for(timings.processedMs).then(() => null),
      ]);
    } catch (error) {
      logger.warn({ err: error }, 'How far the runner has come is not known; the lease keeps what it knew');
      return null;
    } finally {
      patience.cutShort();
    }
  }

  #complain(error: unknown): void {
    const { logger } = this.#options;
    this.#failures += 1;
    if (this.#isStopped) {
      logger.debug({ err: error }, 'The lease was left without a word; the next runner waits for it to end');
    } else if (this.#failures === 1) {
      const words =
        this.#holding === null
          ? 'The lease cannot be had at the moment; trying again'
          : 'The connection of the lease was lost; another one is tried';
      logger.warn(errorFields(this.#options.toStoreError(error)), words);
    }
  }

  /** At once after something that went well for a time, then longer each time. */
  #pauseMs(): number {
    const { lookMs, retryMs } = this.#options.timings;
    return this.#failures < 2 ? 0 : Math.min(lookMs * 2 ** (this.#failures - 2), retryMs);
  }
}
