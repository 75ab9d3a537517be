import {
  CANCEL_REQUEST_TTL_MS,
  type CancelRequestStore,
  type Clock,
  type Logger,
} from '../../ports/index.ts';

export interface CancellationsDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly requests: CancelRequestStore;
  /** Ends a run of this runner, or gives it up where it waits; false for one that is not here. */
  readonly cancel: (runId: string) => boolean;
  /** Whether this runner fires: it forgets what nobody heeds. */
  readonly mayForget: () => boolean;
}

/**
 * Requests that a run ends. Whichever runner has the run heeds one and forgets it. What nobody has stands for a minute: the
 * run may be on its way (asked for by hand, left by a dead runner), or with a runner that stands still.
 *
 *   asked ─▶ stands ─▶ heeded | forgotten
 */
export class Cancellations {
  readonly #deps: CancellationsDeps;
  /** By run, since when it is known here, on monotonic time: the clocks of those who ask do not count. */
  #standing = new Map<string, number>();

  constructor(deps: CancellationsDeps) {
    this.#deps = deps;
  }

  /** Whether a run that is about to come in shall not start. */
  stands(runId: string): boolean {
    return this.#standing.has(runId);
  }

  /** Reads what is asked for, and heeds it. A failure is the caller's to repeat. */
  async take(): Promise<void> {
    const now = this.#deps.clock.monotonic();
    const requests = await this.#deps.requests.list();
    this.#standing = new Map(requests.map(({ runId }) => [runId, this.#standing.get(runId) ?? now]));
    await this.heed();
  }

  /** Looks for the runs again: some may have come since. Costs nothing while nothing stands. */
  async heed(): Promise<void> {
    const { requests, logger } = this.#deps;
    const done = [...this.#standing].filter((one) => this.#isDone(one)).map(([runId]) => runId);
    if (done.length === 0) return;
    try {
      await requests.forget(done);
      for (const runId of done) this.#standing.delete(runId);
    } catch (error) {
      logger.debug({ err: error }, 'Requests to cancel stay in the table');
    }
  }

  #isDone([runId, since]: [string, number]): boolean {
    const { clock, cancel, mayForget } = this.#deps;
    return cancel(runId) || (mayForget() && clock.monotonic() - since >= CANCEL_REQUEST_TTL_MS);
  }
}
