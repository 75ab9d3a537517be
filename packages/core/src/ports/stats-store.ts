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
  /** The start of the newest run that succeeded; null when none did. */
  readonly lastSuccessAt: number | null;
}

/** What identifies a batch: a writer's batches are numbered from 1, and each is applied once. */
export interface StatsBatch {
  /** At most 191 characters. */
  readonly writer: string;
  readonly number: number;
}

/** Counters under every log policy; written in one batch, seldom. */
export interface StatsStore {
  /**
   * Applies a batch, unless this writer's batch of that number (or a higher one) was applied before. An older run never
   * replaces a newer one as the last.
   */
  add(deltas: readonly StatsDelta[], batch: StatsBatch): Promise<void>;
  lastRuns(scheduleIds: readonly string[]): Promise<ReadonlyMap<string, LastRun>>;
  /** When each schedule last succeeded, as far as it is known. */
  lastSuccesses(scheduleIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** What was counted so far; a schedule of which nothing was counted is absent. */
  totalsOf(scheduleIds: readonly string[]): Promise<ReadonlyMap<string, StatsTotals>>;
}
