import { errorFields, type Logger, type StatsStore } from '../../ports/index.ts';
import type { RunResult } from '../runs/run-result.ts';

export interface LastSuccessesDeps {
  readonly stats: Pick<StatsStore, 'lastSuccesses'>;
  readonly logger: Logger;
}

/**
 * When each schedule last succeeded: read from the store once when a runner becomes active, then updated by its own
 * runs. Runs that a dead runner had not counted in the store, at most a minute's, are missing.
 */
export class LastSuccesses {
  readonly #deps: LastSuccessesDeps;
  readonly #at = new Map<string, number>();
  /** False until they were read, since this runner became active or found another history. */
  #isRead = false;

  constructor(deps: LastSuccessesDeps) {
    this.#deps = deps;
  }

  /** The start of that run in epoch milliseconds; null if none is known. */
  of(scheduleId: string): number | null {
    return this.#at.get(scheduleId) ?? null;
  }

  take({ status, run, runTime }: Pick<RunResult, 'status' | 'run' | 'runTime'>): void {
    if (status === 'success') this.#raise(run.schedule.id, runTime);
  }

  /** The next `read` reads the store. */
  expireRead(): void {
    this.#isRead = false;
  }

  /** Reads the store, unless it was read; the caller repeats it after a failure. Never rejects. */
  async read(scheduleIds: () => readonly string[]): Promise<void> {
    if (this.#isRead) return;
    this.#isRead = true;
    try {
      const found = await this.#deps.stats.lastSuccesses(scheduleIds());
      for (const [id, at] of found) this.#raise(id, at);
    } catch (error) {
      this.#isRead = false;
      const { logger } = this.#deps;
      logger.warn(
        errorFields(error),
        'When schedules last succeeded cannot be read for the metrics; trying again',
      );
    }
  }

  /** Called when the database was replaced. */
  forget(): void {
    this.#at.clear();
  }

  #raise(id: string, at: number): void {
    this.#at.set(id, Math.max(this.#at.get(id) ?? at, at));
  }
}
