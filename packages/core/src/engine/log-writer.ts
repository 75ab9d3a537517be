import type { Execution } from '../domain/index.ts';
import type { Clock, ExecutionStore, Logger, Timer } from '../ports/index.ts';

const FLUSH_AFTER_MS = 200;
const BATCH = 500;
const MAX_WAITING = 50_000;
const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 15_000;

export interface LogWriterDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly executions: ExecutionStore;
  /** After a batch has reached the store, or was given up because too many wait. */
  readonly onSettled?: (settled: readonly Execution[]) => void;
}

/**
 * Collects executions and writes them in batches, one statement each. When the store is away they wait,
 * within a bound, and the pause between tries grows.
 */
export class LogWriter {
  readonly #deps: LogWriterDeps;
  #waiting: Execution[] = [];
  #timer: Timer | null = null;
  #writing: Promise<void> | null = null;
  #retryMs = 0;
  #dropped = 0;

  constructor(deps: LogWriterDeps) {
    this.#deps = deps;
  }

  get waiting(): readonly Execution[] {
    return this.#waiting;
  }

  /** Executions that have not reached the store. */
  get waitingCount(): number {
    return this.#waiting.length;
  }

  /** Whether the last try to write failed. */
  get isBehind(): boolean {
    return this.#retryMs > 0;
  }

  add(execution: Execution): void {
    if (this.#waiting.length >= MAX_WAITING) {
      this.#deps.onSettled?.(this.#waiting.splice(0, 1));
      this.#dropped += 1;
    }
    this.#waiting.push(execution);
    if (this.#waiting.length >= BATCH && this.#retryMs === 0) void this.#write();
    else this.#writeLater(FLUSH_AFTER_MS);
  }

  /** Writes all that waits; resolves when it is written or the store refused. */
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
    this.#writing ??= this.#writeBatch().finally(() => {
      this.#writing = null;
      if (this.#waiting.length > 0) this.#writeLater(0);
    });
    return this.#writing;
  }

  async #writeBatch(): Promise<void> {
    const batch = this.#waiting.slice(0, BATCH);
    if (batch.length === 0) return;
    const { executions, logger, onSettled } = this.#deps;
    try {
      await executions.append(batch);
    } catch (error) {
      this.#retryMs = Math.min(Math.max(this.#retryMs * 2, FIRST_RETRY_MS), MAX_RETRY_MS);
      logger.warn(
        { err: error, waiting: this.#waiting.length },
        'Executions wait: the database refused them',
      );
      return;
    }
    this.#retryMs = 0;
    const written = new Set(batch);
    this.#waiting = this.#waiting.filter((execution) => !written.has(execution));
    if (this.#dropped > 0) {
      logger.error({ dropped: this.#dropped }, 'Executions were lost: the database was away for too long');
      this.#dropped = 0;
    }
    onSettled?.(batch);
  }
}
