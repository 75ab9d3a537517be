import type { Clock, Lease, LeaseEvents, Logger, Tenure, Timer } from '@zenpulse/core/ports';
import type { EpochRecord } from './epoch-record.ts';
import { guardedEvents } from './guarded-events.ts';
import { HeldEpoch, type HeldEpochOptions } from './held-epoch.ts';
import type { FoundEpoch, LeaseFolder } from './lease-folder.ts';
import { isProvenDead, type ProcessIdentity } from './process-identity.ts';
import type { RecordFile } from './record-file.ts';
import { firstRecord, laterRecord, tenureAfter, tenureAfterUnknown } from './record-rules.ts';
import { TakeoverJudge } from './takeover.ts';

const TRY_AGAIN_MS = 500;
/** Another contender is about to acquire it or to fail. */
const LOOK_AGAIN_MS = 50;

export interface FileLeaseOptions {
  readonly folder: LeaseFolder;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly identity: ProcessIdentity;
  /** True if another holder's process has certainly ended. */
  readonly isDead?: typeof isProvenDead;
}

/**
 * The lease under `--lock` as files `epoch-N` in the state folder. The process that creates the next file holds the
 * lease; from then on earlier holders may start nothing. See `docs/decisions/0006-lease.md`.
 *
 *   idle ─ start ─▶ contending ─ made the next epoch ─▶ held ─ lost ─▶ contending …
 */
export function createFileLease(options: FileLeaseOptions): Lease {
  return new FileLease(options);
}

class FileLease implements Lease {
  readonly #options: FileLeaseOptions;
  readonly #isDead: typeof isProvenDead;
  readonly #judge: TakeoverJudge;
  #events: LeaseEvents | null = null;
  #held: HeldEpoch | null = null;
  /** The last record that this process wrote as a holder, until it has seen another holder's. */
  #own: EpochRecord | null = null;
  #isWaitTold = false;
  #hasFailed = false;
  #timer: Timer | null = null;
  #attempt: Promise<void> = Promise.resolve();
  #stopping: Promise<void> | null = null;

  constructor(options: FileLeaseOptions) {
    this.#options = options;
    this.#isDead = options.isDead ?? isProvenDead;
    this.#judge = new TakeoverJudge(options.clock, this.#isDead);
  }

  start(events: LeaseEvents): void {
    if (this.#events !== null || this.#stopping !== null) return;
    this.#events = guardedEvents(events, this.#options.logger);
    this.#tryIn(0);
  }

  isHeld(): boolean {
    return this.#stopping === null && (this.#held?.isHeld() ?? false);
  }

  mayStart(scheduledAt: number): boolean {
    return this.#stopping === null && (this.#held?.mayStart(scheduledAt) ?? false);
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#timer?.cancel();
    await this.#attempt;
    await this.#held?.leave();
  }

  #tryIn(delayMs: number): void {
    if (this.#stopping !== null) return;
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimer(delayMs, () => {
      this.#attempt = this.#try();
    });
  }

  async #try(): Promise<void> {
    let againMs = TRY_AGAIN_MS;
    try {
      if (this.#mayTake(this.#options.folder.newest())) {
        againMs = LOOK_AGAIN_MS;
        const taken = await this.#options.folder.alone(() => this.#take());
        if (taken !== null) this.#hold(taken);
      } else if (!this.#isWaitTold) {
        this.#isWaitTold = true;
        this.#events?.onWaiting();
      }
      this.#hasFailed = false;
    } catch (error) {
      if (!this.#hasFailed)
        this.#options.logger.warn({ err: error }, 'The lease cannot be acquired; trying again');
      this.#hasFailed = true;
      againMs = TRY_AGAIN_MS;
    }
    if (this.#held === null) this.#tryIn(againMs);
  }

  #mayTake(found: FoundEpoch | null): boolean {
    const mayTake = this.#judge.mayTake(found);
    if (found === null) return mayTake;
    if (!this.#isOwn(found.last)) this.#own = null;
    return mayTake || this.#isOwn(found.record);
  }

  #isOwn(record: EpochRecord | null): boolean {
    return (
      record !== null &&
      record.epoch === this.#own?.epoch &&
      record.identity.runnerId === this.#own.identity.runnerId
    );
  }

  /** Synchronous, so that no other code of this process runs between the check and the creation. */
  #take(): Taken | null {
    const { folder, identity, clock } = this.#options;
    const found = folder.newest();
    if (this.#stopping !== null || !this.#mayTake(found)) return null;
    const epoch = Math.max(found?.epoch ?? 0, this.#own?.epoch ?? 0) + 1;
    const isUnknown = found !== null && found.record === null;
    const before = found?.last ?? this.#own;
    const making = { ...firstRecord(identity, epoch, before, clock.now()), before };
    const file = folder.make(epoch, isUnknown ? null : making);
    if (file === null) return null;
    try {
      return this.#settleIn(file, epoch, isUnknown);
    } catch (error) {
      file.remove();
      throw error;
    }
  }

  /** Begins the epoch that was created. Null if there is a newer one already. */
  #settleIn(file: RecordFile, epoch: number, isUnknown: boolean): Taken | null {
    const { folder, identity, clock } = this.#options;
    if (folder.newest()?.epoch !== epoch) {
      file.close();
      return null;
    }
    // The previous holder's record is final: its epoch ended when this one was created.
    const last = laterRecord(folder.lastBefore(epoch) ?? this.#own, folder.readOpen());
    const sentAtMonotonic = clock.monotonic();
    const record = { ...firstRecord(identity, epoch, last, clock.now()), sequence: 1 };
    file.writeFirst(record);
    folder.sweep(epoch - 1);
    const tenure = isUnknown
      ? tenureAfterUnknown(last, epoch, clock.now())
      : tenureAfter(last, epoch, this.#isOwn(last), this.#isDead);
    return { file, record, sentAtMonotonic, tenure };
  }

  #hold({ tenure, ...made }: Taken): void {
    const events = this.#events;
    if (events === null) return;
    const held = new HeldEpoch({
      ...this.#options,
      ...made,
      events,
      onLost: (reason) => {
        this.#own = held.record;
        this.#held = null;
        events.onLost(reason);
        this.#tryIn(0);
      },
    });
    this.#held = held;
    this.#isWaitTold = false;
    if (this.#stopping === null) events.onAcquired(tenure);
  }
}

type Taken = Pick<HeldEpochOptions, 'file' | 'record' | 'sentAtMonotonic'> & { readonly tenure: Tenure };
