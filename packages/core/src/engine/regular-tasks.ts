import type { Clock, Logger, Timer } from '../ports/index.ts';

/**
 * Tasks that are repeated, each a fixed time after its last end. A failure is logged, and the task is repeated as
 * usual.
 */
export class RegularTasks {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #timers = new Set<Timer>();
  #isStopped = false;

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  every(ms: number, work: () => Promise<unknown> | undefined): void {
    if (this.#isStopped) return;
    const timer = this.#clock.setTimer(ms, () => {
      this.#timers.delete(timer);
      void this.#do(work).then(() => this.every(ms, work));
    });
    this.#timers.add(timer);
  }

  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) timer.cancel();
  }

  async #do(work: () => Promise<unknown> | undefined): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#logger.warn({ err: error }, 'A regular task failed; it will be repeated');
    }
  }
}
