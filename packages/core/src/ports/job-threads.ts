import type { ThrownDescription } from '../domain/index.ts';
import type { OutputLevel } from './output-store.ts';

/** Worker threads for jobs that would block the runner's own thread. */
export interface JobThreads {
  /** How many may be taken at once. */
  readonly size: number;
  /**
   * Takes a thread for one run. `onReady` is called in a later turn, when the thread has loaded the job modules or
   * failed to.
   */
  seat(onReady: () => void): ThreadSeat;
  /** Ends all threads. Idempotent. */
  close(): Promise<void>;
}

/**
 * A thread taken for one run.
 *
 *   loading ─▶ ready ── run ──▶ running ── its end, terminate ──▶ released
 *       └── leave ──┴───────────────────────────────────────────────▲
 */
export interface ThreadSeat {
  /** Resolves when the thread is free for another run, or has ended. */
  readonly released: Promise<void>;
  /** Calls the job. Once only, when the seat is ready. */
  run(call: ThreadCall, events: ThreadEvents): void;
  /** Aborts the job's signal. A job that ignores its signal keeps running. */
  abort(reason: Pick<Error, 'name' | 'message'>): void;
  /** Ends the thread, even in the middle of a job. Idempotent. */
  terminate(): void;
  /** Gives the seat back without a run. Idempotent; no effect once the run has started. */
  leave(): void;
}

/** The arguments of a job call, as plain data. */
export interface ThreadCall {
  readonly runId: string;
  readonly jobKey: string;
  /** Epoch milliseconds. */
  readonly scheduledAt: number;
  readonly attempt: number;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface ThreadEvents {
  readonly onProgress: (done: number, total: number | null) => void;
  readonly onLine: (level: OutputLevel, text: string) => void;
  /** The newest of so many lines that they are neither logged nor recorded; `skipped` were left out before them. */
  readonly onFlood: (lines: readonly FloodLine[], skipped: number) => void;
  /** Called once: with a description of what the job threw or of why the thread ended; null if the job returned. */
  readonly onEnd: (thrown: ThrownDescription | null) => void;
}

export interface FloodLine {
  readonly level: OutputLevel;
  readonly text: string;
  /** Epoch milliseconds. */
  readonly at: number;
}
