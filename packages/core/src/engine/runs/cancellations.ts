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
  /** Ends a run of this runner, or gives it up if it waits; false for one that is not here. */
  readonly cancel: (runId: string) => boolean;
  /** True if this runner is active: it deletes requests that no runner carries out. */
  readonly mayForget: () => boolean;
}

/**
 * Requests to end runs. The runner that has the run ends it and deletes the request. A request whose run no runner has
 * is kept for a minute: the run may be about to appear (requested by hand, or left by a dead runner), or be in a
 * suspended runner.
 *
 *   requested ─▶ pending ─▶ carried out | deleted
 */
export class Cancellations {
  readonly #deps: CancellationsDeps;
  /** By run id, when the request was first seen here, on the monotonic clock: the requester's clock does not matter. */
  #standing = new Map<string, number>();

  constructor(deps: CancellationsDeps) {
    this.#deps = deps;
  }

  /** True if there is a request for a run that is about to be submitted: it must not start. */
  stands(runId: string): boolean {
    return this.#standing.has(runId);
  }

  /** Reads the requests and carries them out. The caller repeats it after a failure. */
  async take(): Promise<void> {
    const now = this.#deps.clock.monotonic();
    const requests = await this.#deps.requests.list();
    this.#standing = new Map(requests.map(({ runId }) => [runId, this.#standing.get(runId) ?? now]));
    await this.heed();
  }

  /** Looks for the runs again, since some may have been submitted meanwhile. Costs nothing without pending requests. */
  async heed(): Promise<void> {
    const { requests, logger } = this.#deps;
    const done = [...this.#standing].filter((one) => this.#isDone(one)).map(([runId]) => runId);
    if (done.length === 0) return;
    try {
      await requests.forget(done);
      for (const runId of done) this.#standing.delete(runId);
    } catch (error) {
      logger.debug({ err: error }, 'Cancel requests could not be deleted; trying again');
    }
  }

  #isDone([runId, since]: [string, number]): boolean {
    const { clock, cancel, mayForget } = this.#deps;
    return cancel(runId) || (mayForget() && clock.monotonic() - since >= CANCEL_REQUEST_TTL_MS);
  }
}
