import type { ThrownDescription } from '../domain/index.ts';

/** Threads for jobs that would block the runner's own. */
export interface JobThreads {
  /** So many may be taken at once. */
  readonly size: number;
  /** Takes a thread for one run. `onReady` is told in a later turn: when its thread has loaded the job modules, or cannot. */
  seat(onReady: () => void): ThreadSeat;
  /** Ends all of them. Idempotent. */
  close(): Promise<void>;
}

/**
 * A thread that is taken for one run.
 *
 *   loading ─▶ ready ── run ──▶ running ── its end, terminate ──▶ released
 *       └── leave ──┴───────────────────────────────────────────────▲
 */
export interface ThreadSeat {
  /** When the thread is free for another, or gone. */
  readonly released: Promise<void>;
  /** Calls the job; once, when it is ready. */
  run(call: ThreadCall, events: ThreadEvents): void;
  /** Aborts the job's signal. A job that does not heed it goes on. */
  abort(reason: Pick<Error, 'name' | 'message'>): void;
  /** Ends the thread, whatever it does. Idempotent. */
  terminate(): void;
  /** The run will not start after all. Idempotent; nothing once it has. */
  leave(): void;
}

/** What a job is called with, as plain data. */
export interface ThreadCall {
  readonly runId: string;
  readonly jobKey: string;
  /** Epoch milliseconds. */
  readonly scheduledAt: number;
  readonly attempt: number;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface ThreadEvents {
  readonly onLine: (level: 'info' | 'warn' | 'error', text: string) => void;
  /** Told once: what the job threw, described in the thread, or why the thread is gone; null when it returned. */
  readonly onEnd: (thrown: ThrownDescription | null) => void;
}
