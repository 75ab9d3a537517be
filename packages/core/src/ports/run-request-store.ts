/** A run requested by hand. Its id becomes the run's id. */
export interface RunRequest {
  readonly id: string;
  readonly scheduleId: string;
  /** Epoch milliseconds. */
  readonly requestedAt: number;
  /**
   * The params of the run, a JSON object, in place of the schedule's; absent: the schedule's. SQL by hand may leave any
   * text, so they are checked when the request is claimed.
   */
  readonly params?: unknown;
}

export interface ClaimedRequest extends RunRequest {
  /** The id of the runner. */
  readonly claimedBy: string;
  /** Epoch milliseconds. */
  readonly claimedAt: number;
}

/** Requests still unclaimed after this time are given up. */
export const RUN_REQUEST_TTL_MS = 60_000;

export interface RunRequestStore {
  add(request: RunRequest): Promise<void>;
  /** Claims all waiting requests at once, so that no two runners get the same one. */
  claim(runnerId: string): Promise<readonly RunRequest[]>;
  /** The waiting requests made before `before`. Forget them once their execution is recorded. */
  expired(before: number): Promise<readonly RunRequest[]>;
  /** The requests that runners have claimed and not yet forgotten. */
  claimed(): Promise<readonly ClaimedRequest[]>;
  /** Deletes requests whose execution has been recorded. */
  forget(ids: readonly string[]): Promise<void>;
}
