import { LEASE_RENEW_MS, type Clock, type LeaseEvents, type Logger, type Timer } from '@zenpulse/core/ports';
import type { EpochRecord } from './epoch-record.ts';
import type { RecordFile } from './record-file.ts';
import { releasedRecord, renewedRecord } from './record-rules.ts';

const TRY_AGAIN_MS = 1_000;

export interface RecordKeeperOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** The wrapped events, which never throw. */
  readonly events: Pick<LeaseEvents, 'processedUntil' | 'onReleased'>;
  readonly file: RecordFile;
  /** The record as written to the disk. */
  readonly record: EpochRecord;
  /** Called just before each write; false ends the renewals. */
  readonly mayWrite: () => boolean;
  /** Called when a renewal is on the disk, with the wall and the monotonic clock at the moment it was sent. */
  readonly onRenewed: (sentAt: number, sentAtMonotonic: number) => void;
}

/** Renews a holder's record until it is released or abandoned. A failed renewal is tried again each second. */
export class RecordKeeper {
  readonly #options: RecordKeeperOptions;
  #record: EpochRecord;
  /** The sequence of the last write that was begun; it may have failed halfway. */
  #triedSequence: number;
  #renewing: Promise<void> = Promise.resolve();
  #timer: Timer | null = null;
  #isOver = false;
  #hasFailed = false;

  constructor(options: RecordKeeperOptions) {
    this.#options = options;
    this.#record = options.record;
    this.#triedSequence = options.record.sequence;
  }

  /** The newest record on the disk. */
  get record(): EpochRecord {
    return this.#record;
  }

  /** The first renewal follows at once: it writes the holder's own P. */
  start(): void {
    this.#renewIn(0);
  }

  /** Stops writing and keeps the record as it is. Idempotent. */
  letGo(): void {
    this.#isOver = true;
    this.#timer?.cancel();
    this.#options.file.close();
  }

  /**
   * Writes that the holder left, with its last P. Never rejects: if it cannot be written, the state is the same as
   * after a crash.
   */
  async release(mayWrite: () => boolean): Promise<void> {
    this.#isOver = true;
    this.#timer?.cancel();
    await this.#renewing;
    const { clock, logger, events } = this.#options;
    try {
      const decidedUntil = await events.processedUntil();
      if (decidedUntil !== null && mayWrite()) {
        await this.#write(releasedRecord(this.#record, decidedUntil, clock.now()));
        events.onReleased?.();
      }
    } catch (error) {
      logger.warn({ err: error }, 'The lease could not be given back; the next holder has to wait for it');
    }
    this.letGo();
  }

  #renewIn(delayMs: number): void {
    if (this.#isOver) return;
    this.#timer = this.#options.clock.setTimer(delayMs, () => {
      this.#renewing = this.#renew();
    });
  }

  async #renew(): Promise<void> {
    const { clock, logger, events, mayWrite, onRenewed } = this.#options;
    const decidedUntil = await events.processedUntil();
    if (this.#isOver || !mayWrite()) return;
    const sentAt = clock.now();
    const sentAtMonotonic = clock.monotonic();
    try {
      await this.#write(renewedRecord(this.#record, decidedUntil, sentAt));
    } catch (error) {
      if (!this.#hasFailed)
        logger.warn({ err: error }, 'The lease could not be renewed; tried again each second');
      this.#hasFailed = true;
      this.#renewIn(TRY_AGAIN_MS);
      return;
    }
    this.#hasFailed = false;
    if (this.#isOver) return;
    onRenewed(sentAt, sentAtMonotonic);
    this.#renewIn(LEASE_RENEW_MS - (clock.monotonic() - sentAtMonotonic));
  }

  /**
   * Each write has a new sequence, so that others notice it, and uses the slot that does not hold the last successful
   * write.
   */
  async #write(next: EpochRecord): Promise<void> {
    const isSameSlot = this.#triedSequence % 2 !== this.#record.sequence % 2;
    this.#triedSequence += isSameSlot ? 2 : 1;
    const record = { ...next, sequence: this.#triedSequence };
    await this.#options.file.write(record);
    this.#record = record;
  }
}
