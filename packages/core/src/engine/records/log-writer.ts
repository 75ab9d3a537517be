import type { Execution } from '../../domain/index.ts';
import {
  errorFields,
  StoreError,
  type Clock,
  type ExecutionStore,
  type Logger,
  type Timer,
} from '../../ports/index.ts';
import type { JournalKeeper } from '../journal/journal-keeper.ts';

const FLUSH_AFTER_MS = 200;
const BATCH = 500;
/**
 * The limits of what waits in memory: records, and characters of their texts. Beyond them, records are parked on the
 * disk.
 */
const MAX_WAITING = 10_000;
const MAX_TEXT = 33_554_432;
/** A full disk is not tried again for each record. */
const ROOM_EVERY = 100;
/** If the disk is full too, memory holds this many times more before the oldest records are given up. */
const LAST_RESORT = 4;
const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 15_000;

export interface LogWriterDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly executions: ExecutionStore;
  /** Parks records that exceed the memory limit; the journal's lines about them are flushed first. */
  readonly parking: Pick<JournalKeeper, 'flush' | 'park' | 'oldestParked' | 'parkedCount'>;
  /** Called after a batch has reached the store or was given up. */
  readonly onSettled?: (settled: readonly Execution[]) => void;
  /** Called when records are lost: the store is unavailable, and memory and disk are full. */
  readonly onGivenUp?: (count: number) => void;
}

/**
 * Collects executions and writes them in batches, one statement each. While the store is unavailable they wait, in
 * memory and above a limit on the disk, and the pause between tries grows.
 */
export class LogWriter {
  readonly #deps: LogWriterDeps;
  #waiting: Execution[] = [];
  #text = 0;
  #timer: Timer | null = null;
  #writing: Promise<void> | null = null;
  #retryMs = 0;
  #problem: string | null = null;

  constructor(deps: LogWriterDeps) {
    this.#deps = deps;
  }

  get waiting(): readonly Execution[] {
    return this.#waiting;
  }

  /** Executions that have not reached the store, including those on the disk. */
  get waitingCount(): number {
    return this.#waiting.length + this.#deps.parking.parkedCount;
  }

  /** True if the last try to write failed. */
  get isBehind(): boolean {
    return this.#retryMs > 0;
  }

  /** Why the last try failed, if the store reported it; null otherwise. */
  get problem(): string | null {
    return this.isBehind ? this.#problem : null;
  }

  add(execution: Execution): void {
    this.#waiting.push(execution);
    this.#text += textOf(execution);
    if (this.#isFull(1) && this.#waiting.length % ROOM_EVERY === 0) this.#makeRoom();
    if (this.#waiting.length >= BATCH && this.#retryMs === 0) void this.#write();
    else this.#writeLater(FLUSH_AFTER_MS);
  }

  /** Called when there may be unwritten records on the disk, as after an adoption. */
  lookForParked(): void {
    this.#writeLater(0);
  }

  /** Writes everything in memory; resolves when it is written or the store failed. */
  async flush(): Promise<void> {
    await this.#writing;
    while (this.#waiting.length > 0) {
      await this.#write();
      if (this.#retryMs > 0) return;
    }
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #writeLater(delayMs: number): void {
    if (this.#timer !== null) return;
    this.#timer = this.#deps.clock.setTimer(Math.max(delayMs, this.#retryMs), () => {
      this.#timer = null;
      void this.#write();
    });
  }

  #write(): Promise<void> {
    this.#writing ??= this.#writeNext().finally(() => {
      this.#writing = null;
      if (this.waitingCount > 0) this.#writeLater(0);
    });
    return this.#writing;
  }

  async #writeNext(): Promise<void> {
    const batch = this.#waiting.slice(0, BATCH);
    if (batch.length === 0) return this.#writeParked();
    if (!(await this.#append(batch))) return;
    this.#remove(batch);
    this.#deps.onSettled?.(batch);
  }

  /** Records on the disk are written last: they are safe there. */
  async #writeParked(): Promise<void> {
    const { parking, onSettled, logger } = this.#deps;
    try {
      const parked = await parking.oldestParked();
      if (parked === null) return;
      const { executions } = parked;
      if (executions.length > 0 && !(await this.#append(executions))) return;
      onSettled?.(executions);
      await parked.discard();
    } catch (error) {
      this.#waitLonger();
      logger.error({ err: error }, 'Records parked on the disk cannot be read; trying again');
    }
  }

  /** False if the store failed. */
  async #append(batch: readonly Execution[]): Promise<boolean> {
    const { executions, logger, parking } = this.#deps;
    await Promise.resolve(); // by then its consequences, such as a retry, are in the journal's queue
    try {
      parking.flush(); // the journal must have a run's consequences before its record can be seen
      await executions.append(batch);
      this.#retryMs = 0;
      return true;
    } catch (error) {
      this.#waitLonger();
      this.#problem = error instanceof StoreError ? error.message : null;
      const facts = { ...errorFields(error), waiting: this.waitingCount };
      logger.warn(facts, 'Executions could not be written to the database; they are kept and tried again');
      return false;
    }
  }

  #waitLonger(): void {
    this.#retryMs = Math.min(Math.max(this.#retryMs * 2, FIRST_RETRY_MS), MAX_RETRY_MS);
  }

  #isFull(times: number): boolean {
    return this.#waiting.length > times * MAX_WAITING || this.#text > times * MAX_TEXT;
  }

  /** Parks the newest: the oldest may be in a pending write. */
  #makeRoom(): void {
    const { parking, onSettled, onGivenUp } = this.#deps;
    const newest = this.#waiting.slice(BATCH).slice(-BATCH);
    if (newest.length > 0 && parking.park(newest)) return this.#remove(newest);
    if (!this.#isFull(LAST_RESORT)) return;
    const oldest = this.#waiting.slice(0, BATCH);
    this.#remove(oldest);
    onSettled?.(oldest);
    onGivenUp?.(oldest.length);
  }

  #remove(executions: readonly Execution[]): void {
    const removed = new Set(executions);
    this.#waiting = this.#waiting.filter((execution) => !removed.has(execution));
    for (const execution of executions) this.#text -= textOf(execution);
  }
}

/** The number of characters in texts that are not limited otherwise. */
function textOf({ traceback, exceptionMessage, output }: Execution): number {
  return (traceback?.length ?? 0) + (exceptionMessage?.length ?? 0) + (output?.length ?? 0);
}
