import { errorFields, type Logger, type StatsStore } from '../../ports/index.ts';
import type { RunResult } from '../runs/executor.ts';

export interface LastSuccessesDeps {
  readonly stats: Pick<StatsStore, 'lastSuccesses'>;
  readonly logger: Logger;
}

/**
 * When each schedule last succeeded: read from the store once when a runner becomes active, and kept up to date from its own
 * runs. What a runner that died had not counted in the store yet, a minute at most, is missing.
 */
export class LastSuccesses {
  readonly #deps: LastSuccessesDeps;
  readonly #at = new Map<string, number>();

  constructor(deps: LastSuccessesDeps) {
    this.#deps = deps;
  }

  /** Epoch milliseconds, of the start of that run; null when none is known. */
  of(scheduleId: string): number | null {
    return this.#at.get(scheduleId) ?? null;
  }

  take({ status, run, runTime }: Pick<RunResult, 'status' | 'run' | 'runTime'>): void {
    if (status === 'success') this.#raise(run.schedule.id, runTime);
  }

  /** Resolves to whether it could be read; never rejects. */
  async read(scheduleIds: readonly string[]): Promise<boolean> {
    try {
      const found = await this.#deps.stats.lastSuccesses(scheduleIds);
      for (const [id, at] of found) this.#raise(id, at);
      return true;
    } catch (error) {
      const { logger } = this.#deps;
      logger.warn(
        errorFields(error),
        'When schedules last succeeded cannot be read for the metrics; trying again',
      );
      return false;
    }
  }

  /** Of another database. */
  forget(): void {
    this.#at.clear();
  }

  #raise(id: string, at: number): void {
    this.#at.set(id, Math.max(this.#at.get(id) ?? at, at));
  }
}
