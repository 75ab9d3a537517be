/**
 * What may have changed: schedules; what is recorded of runs (executions, counters, figures); runners' reports; the
 * output of watched runs.
 */
export type ChangeKind = 'schedules' | 'executions' | 'runners' | 'output';

/**
 * Hints about everything that a page shows, for those who watch. As with a `Signal` they carry no data and may be lost,
 * late or repeated. Costs nothing while nobody listens: no connection, no statement, no timer.
 */
export interface ChangeFeed {
  /** Calls `onChange` with what may have changed until the returned function is called, which is idempotent. */
  listen(onChange: (kind: ChangeKind) => void): () => void;
}
