import { LEASE_TRUST_MS, type Clock, type LeaseEvents, type Logger, type Timer } from '@zenpulse/core/ports';
import type { EpochRecord } from './epoch-record.ts';
import type { LeaseFolder } from './lease-folder.ts';
import type { RecordFile } from './record-file.ts';
import { RecordKeeper } from './record-keeper.ts';

export interface HeldEpochOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** The wrapped events, which never throw. */
  readonly events: LeaseEvents;
  readonly folder: LeaseFolder;
  readonly file: RecordFile;
  /** The first record, as written to the disk. */
  readonly record: EpochRecord;
  /** The monotonic clock just before the record was written. */
  readonly sentAtMonotonic: number;
  /** Called once, in a turn of its own, when the epoch is lost. */
  readonly onLost: (reason: string) => void;
}

/**
 * One tenure under `--lock`.
 *
 *   held ─ trust expired, next epoch made, own file gone ─▶ lost
 *     └ leave ─▶ left
 */
export class HeldEpoch {
  readonly #options: HeldEpochOptions;
  readonly #keeper: RecordKeeper;
  /** By the monotonic clock. */
  #trustUntil: number;
  #isOver = false;
  /** True if the epoch was checked in this turn of the event loop. */
  #hasLooked = false;
  #expiry: Timer | null = null;

  constructor(options: HeldEpochOptions) {
    this.#options = options;
    this.#trustUntil = options.sentAtMonotonic + LEASE_TRUST_MS;
    this.#keeper = new RecordKeeper({
      ...options,
      mayWrite: () => this.#stands(),
      onRenewed: (sentAt, sentAtMonotonic) => this.#renewed(sentAt, sentAtMonotonic),
    });
    this.#keeper.start();
    this.#watchExpiry();
  }

  /** The newest record on the disk. */
  get record(): EpochRecord {
    return this.#keeper.record;
  }

  isHeld(): boolean {
    return !this.#isOver && this.#options.clock.monotonic() < this.#trustUntil;
  }

  mayStart(scheduledAt: number): boolean {
    if (!this.isHeld()) return false;
    const { reservedUntil } = this.#keeper.record;
    if (this.#options.clock.now() > reservedUntil || scheduledAt > reservedUntil) return false;
    return this.#hasLooked || this.#look();
  }

  /** Releases the lease. Nothing may be started from this call on. */
  async leave(): Promise<void> {
    if (this.#isOver) return;
    this.#end();
    await this.#keeper.release(() => this.#whyNot() === null);
  }

  /** One check is valid for the rest of the turn: the maker of the next epoch waits until trust has expired. */
  #look(): boolean {
    if (!this.#stands()) return false;
    this.#hasLooked = true;
    this.#options.clock.yieldTo(() => {
      this.#hasLooked = false;
    });
    return true;
  }

  /** True if the epoch is still the newest one and trusted. Otherwise it is lost from this moment on. */
  #stands(): boolean {
    if (this.#isOver) return false;
    const reason = this.isHeld() ? this.#whyNot() : 'it was not renewed in time';
    if (reason !== null) this.#lose(reason);
    return reason === null;
  }

  #whyNot(): string | null {
    const { folder, file } = this.#options;
    if (folder.isMade(this.record.epoch + 1)) return 'another runner has taken over';
    return file.isInPlace() ? null : 'its file is gone';
  }

  /**
   * The record is on the disk; it counts only if this epoch is still the newest and trust has not expired meanwhile.
   */
  #renewed(sentAt: number, sentAtMonotonic: number): void {
    if (!this.#stands()) return;
    this.#trustUntil = sentAtMonotonic + LEASE_TRUST_MS;
    this.#watchExpiry();
    this.#options.events.onRenewed?.({ sentAt });
  }

  #watchExpiry(): void {
    this.#expiry?.cancel();
    const { clock } = this.#options;
    this.#expiry = clock.setTimer(this.#trustUntil - clock.monotonic(), () => {
      if (this.#stands()) this.#watchExpiry();
    });
  }

  #lose(reason: string): void {
    this.#end();
    this.#keeper.letGo();
    this.#options.clock.yieldTo(() => this.#options.onLost(reason));
  }

  #end(): void {
    this.#isOver = true;
    this.#expiry?.cancel();
  }
}
