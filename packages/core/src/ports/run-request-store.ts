/** A run that somebody asked for by hand. Its id becomes the run's id. */
export interface RunRequest {
  readonly id: string;
  readonly scheduleId: string;
  /** Epoch milliseconds. */
  readonly requestedAt: number;
}

/** Requests nobody has claimed after this time are given up. */
export const RUN_REQUEST_TTL_MS = 60_000;

export interface RunRequestStore {
  add(request: RunRequest): Promise<void>;
  /** Takes all waiting requests at once, so that no two runners run the same one. */
  claim(runnerId: string): Promise<readonly RunRequest[]>;
  /** Removes and returns the waiting requests that were made before `before`. */
  takeExpired(before: number): Promise<readonly RunRequest[]>;
  /** Forgets requests whose execution has been recorded. */
  forget(ids: readonly string[]): Promise<void>;
}
