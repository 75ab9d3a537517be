import type { Outcome } from '../domain/index.ts';

/** What became of a schedule's most recent run. Instants are epoch milliseconds. */
export interface LastRun {
  readonly runId: string;
  readonly status: Outcome;
  readonly scheduledAt: number;
  readonly runTime: number;
  readonly durationMs: number | null;
}

/** How many occurrences and runs by hand came to which end. */
export interface StatsTotals {
  readonly runs: number;
  readonly failures: number;
  readonly missed: number;
  readonly skipped: number;
}

/** What happened to one schedule since the counters were last written. */
export interface StatsDelta extends StatsTotals {
  readonly scheduleId: string;
  readonly lastRun: LastRun;
}

/** Counters under every log policy; written in one batch, seldom. */
export interface StatsStore {
  add(deltas: readonly StatsDelta[]): Promise<void>;
  lastRuns(scheduleIds: readonly string[]): Promise<ReadonlyMap<string, LastRun>>;
  /** What was counted so far; a schedule of which nothing was counted is absent. */
  totalsOf(scheduleIds: readonly string[]): Promise<ReadonlyMap<string, StatsTotals>>;
}
