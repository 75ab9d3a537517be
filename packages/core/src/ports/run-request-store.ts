/** A run that somebody asked for by hand. Its id becomes the run's id. */
export interface RunRequest {
  readonly id: string;
  readonly scheduleId: string;
  /** Epoch milliseconds. */
  readonly requestedAt: number;
}

export interface ClaimedRequest extends RunRequest {
  /** The runner's id. */
  readonly claimedBy: string;
  /** Epoch milliseconds. */
  readonly claimedAt: number;
}

/** Requests nobody has claimed after this time are given up. */
export const RUN_REQUEST_TTL_MS = 60_000;

export interface RunRequestStore {
  add(request: RunRequest): Promise<void>;
  /** Takes all waiting requests at once, so that no two runners run the same one. */
  claim(runnerId: string): Promise<readonly RunRequest[]>;
  /** The waiting requests that were made before `before`. Forget them once their execution is recorded. */
  expired(before: number): Promise<readonly RunRequest[]>;
  /** What runners have claimed and not forgotten yet. */
  claimed(): Promise<readonly ClaimedRequest[]>;
  /** Forgets requests whose execution has been recorded. */
  forget(ids: readonly string[]): Promise<void>;
}
