/**
 * Detects, from another thread, which job blocks the event loop: while the loop is blocked, no code in it can report
 * that. These methods are called for each run, so they must cost next to nothing.
 */
export interface Watchdog {
  /** A job's function is called; it occupies the loop until `left`. */
  entered(jobKey: string): void;
  /** The function returned to the loop; its run may still be going on. */
  left(): void;
  ended(jobKey: string): void;
  /** The loop is turning. Called every `WATCHDOG_BEAT_MS` while there are runs. */
  beat(): void;
  /** There are no runs: no beat follows until the next one. */
  rest(): void;
}

export const WATCHDOG_BEAT_MS = 100;
