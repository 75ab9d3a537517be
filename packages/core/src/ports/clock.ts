/** Time as a dependency. One adapter reads the system's; tests move their own. */
export interface Clock {
  /** The wall clock in epoch milliseconds. It may jump. */
  now(): number;
  /** How far the host's own clock is behind, where `now` is corrected to a server's; negative when it is ahead. */
  readonly skewMs?: number;
  /** Milliseconds since some moment; never goes back. For durations and trust. */
  monotonic(): number;
  /** Calls `fn` once, after `delayMs` (at most a day; callers cap their sleeps). */
  setTimer(delayMs: number, fn: () => void): Timer;
  /** The same for work that no process has to stay alive for. */
  setBackgroundTimer(delayMs: number, fn: () => void): Timer;
  /** Calls `fn` as soon as waiting I/O has had its turn. */
  yieldTo(fn: () => void): void;
}

export interface Timer {
  /** Idempotent; a cancelled timer never fires. */
  cancel(): void;
}

/** A host's clock that is off by more than this is worth a warning. */
export const CLOCK_SKEW_MS = 1_000;
