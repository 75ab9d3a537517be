/** Somebody asked that a run ends. */
export interface CancelRequest {
  readonly runId: string;
  /** Epoch milliseconds. */
  readonly requestedAt: number;
}

/** A request for a run that nobody has is forgotten after this. */
export const CANCEL_REQUEST_TTL_MS = 60_000;

/** What people want to see ended. A new request raises the revision, so that runners look. */
export interface CancelRequestStore {
  /** Harmless when repeated: of two requests for one run the first stands. */
  add(request: CancelRequest): Promise<void>;
  /** All that stand, the oldest first. Reading takes nothing: the run may be anybody's. */
  list(): Promise<readonly CancelRequest[]>;
  /** Forgets requests that were heeded, or for which nobody has a run. */
  forget(runIds: readonly string[]): Promise<void>;
}
