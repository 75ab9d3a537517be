/** Time as a dependency. One adapter reads the system's; tests move their own. */
export interface Clock {
  /** The wall clock in epoch milliseconds. It may jump. */
  now(): number;
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
