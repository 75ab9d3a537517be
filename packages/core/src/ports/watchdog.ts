/**
 * Sees from outside of the event loop who has the turn. While the loop is blocked nothing in it can speak; what is told
 * here, another thread reads. Everything is told at each run: it must cost next to nothing.
 */
export interface Watchdog {
  /** A job's function is called; until `left`, the turn is its own. */
  entered(jobKey: string): void;
  /** It gave the turn back, its run perhaps going on. */
  left(): void;
  ended(jobKey: string): void;
  /** The loop turns. Told every `WATCHDOG_BEAT_MS` while runs go on. */
  beat(): void;
  /** No run goes on: no beat follows until the next one. */
  rest(): void;
}

export const WATCHDOG_BEAT_MS = 100;
