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
/** What waits in memory, at most: records, and characters of their texts. What is more lies aside on the disk. */
const MAX_WAITING = 10_000;
const MAX_TEXT = 33_554_432;
/** A disk that is full is not tried with each record. */
const ROOM_EVERY = 100;
/** Where the disk takes nothing either, memory holds so much more before the oldest are given up. */
const LAST_RESORT = 4;
const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 15_000;

export interface LogWriterDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly executions: ExecutionStore;
  /** Where records wait of which there are too many for the memory, and what tells of them first. */
  readonly parking: Pick<JournalKeeper, 'flush' | 'park' | 'oldestParked' | 'parkedCount'>;
  /** After a batch has reached the store, or was given up. */
  readonly onSettled?: (settled: readonly Execution[]) => void;
  /** These are lost: the store is away, and neither memory nor disk take more. */
  readonly onGivenUp?: (count: number) => void;
}

/**
 * Collects executions and writes them in batches, one statement each. When the store is away they wait, in memory and
 * beyond a bound on the disk, and the pause between tries grows.
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

  /** Executions that have not reached the store, those on the disk included. */
  get waitingCount(): number {
    return this.#waiting.length + this.#deps.parking.parkedCount;
  }

  /** Whether the last try to write failed. */
  get isBehind(): boolean {
    return this.#retryMs > 0;
  }

  /** Why the last try failed, where the store said it; null otherwise. */
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

  /** There may be records on the disk that nobody has written yet, as after an adoption. */
  lookForParked(): void {
    this.#writeLater(0);
  }

  /** Writes all that waits in memory; resolves when it is written or the store refused. */
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

  /** What lies on the disk comes last: it has nothing to lose by waiting. */
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
      logger.error({ err: error }, 'Records that lie on the disk cannot be read; trying again');
    }
  }

  /** False when the store refused. */
  async #append(batch: readonly Execution[]): Promise<boolean> {
    const { executions, logger, parking } = this.#deps;
    await Promise.resolve(); // what follows from the last of them, such as another attempt, is told by then
    try {
      parking.flush(); // a record must not be known before the journal tells what follows from it
      await executions.append(batch);
      this.#retryMs = 0;
      return true;
    } catch (error) {
      this.#waitLonger();
      this.#problem = error instanceof StoreError ? error.message : null;
      const facts = { ...errorFields(error), waiting: this.waitingCount };
      logger.warn(facts, 'Executions wait: the database refused them');
      return false;
    }
  }

  #waitLonger(): void {
    this.#retryMs = Math.min(Math.max(this.#retryMs * 2, FIRST_RETRY_MS), MAX_RETRY_MS);
  }

  #isFull(times: number): boolean {
    return this.#waiting.length > times * MAX_WAITING || this.#text > times * MAX_TEXT;
  }

  /** The newest go aside: the oldest may be on their way. */
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

/** Characters of what has no bound of its own but this. */
function textOf({ traceback, exceptionMessage, output }: Execution): number {
  return (traceback?.length ?? 0) + (exceptionMessage?.length ?? 0) + (output?.length ?? 0);
}
