/** A request to end a run. */
export interface CancelRequest {
  readonly runId: string;
  /** Epoch milliseconds. */
  readonly requestedAt: number;
}

/** How long a request is kept for a run that no runner has. */
export const CANCEL_REQUEST_TTL_MS = 60_000;

/** Requests to end runs. A new one raises the revision, so that runners look. */
export interface CancelRequestStore {
  /** Idempotent: of two requests for one run the first is kept. */
  add(request: CancelRequest): Promise<void>;
  /** All requests, oldest first. Reading removes none, since the run may be on any runner. */
  list(): Promise<readonly CancelRequest[]>;
  /** Deletes requests that were carried out, or whose run no runner has. */
  forget(runIds: readonly string[]): Promise<void>;
}
