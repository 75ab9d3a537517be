/** Time as a dependency. One adapter reads the system's clock; tests control their own. */
export interface Clock {
  /** The wall clock in epoch milliseconds. It may jump. */
  now(): number;
  /**
   * How far the host's clock is behind the server's, where `now` is corrected to the server's; negative if it is ahead.
   */
  readonly skewMs?: number;
  /** Milliseconds since an arbitrary moment; never decreases. For durations and for the lease's trust. */
  monotonic(): number;
  /** Calls `fn` once, after `delayMs` (at most a day; callers limit longer waits). */
  setTimer(delayMs: number, fn: () => void): Timer;
  /** The same, without keeping the process alive. */
  setBackgroundTimer(delayMs: number, fn: () => void): Timer;
  /** Calls `fn` after pending I/O has been handled. */
  yieldTo(fn: () => void): void;
}

export interface Timer {
  /** Idempotent; a cancelled timer never fires. */
  cancel(): void;
}

/** From this difference on, the skew of a host's clock is reported as a warning. */
export const CLOCK_SKEW_MS = 1_000;
