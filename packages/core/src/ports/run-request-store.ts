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

/** So long a key stands for its run. */
export const RUN_KEY_KEPT_MS = 86_400_000;

/** A caller's key for a run by hand: within a schedule, one key is one run. */
export interface RunKey {
  readonly key: string;
  /** Tells whether a repeated call asks for the same. */
  readonly paramsHash: string;
}

/** The run that a key stands for, and the params that it was requested with. */
export interface KeyedRun {
  readonly runId: string;
  readonly paramsHash: string;
}

export interface RunRequestStore {
  add(request: RunRequest): Promise<void>;
  /**
   * The same, unless the schedule had a request with this key less than `RUN_KEY_KEPT_MS` before: then it adds nothing.
   * Of calls at the same time one adds its request; all get its run.
   */
  addOnce(request: RunRequest, key: RunKey): Promise<KeyedRun>;
  /** Claims all waiting requests at once, so that no two runners get the same one. */
  claim(runnerId: string): Promise<readonly RunRequest[]>;
  /** The waiting requests made before `before`. Forget them once their execution is recorded. */
  expired(before: number): Promise<readonly RunRequest[]>;
  /** The requests that runners have claimed and not yet forgotten. */
  claimed(): Promise<readonly ClaimedRequest[]>;
  /** Deletes requests whose execution has been recorded. */
  forget(ids: readonly string[]): Promise<void>;
}
