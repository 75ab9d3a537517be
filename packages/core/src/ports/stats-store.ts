import type { FiguresDelta, Outcome, RunInstants } from '../domain/index.ts';

/** The result of a schedule's newest run. Instants are epoch milliseconds. */
export interface LastRun {
  readonly runId: string;
  readonly status: Outcome;
  readonly scheduledAt: number;
  readonly runTime: number;
  readonly durationMs: number | null;
}

/** The number of occurrences and runs by hand, by outcome. */
export interface StatsTotals {
  readonly runs: number;
  readonly failures: number;
  readonly missed: number;
  readonly skipped: number;
}

/** The changes of one schedule's counters since they were last written. */
export interface StatsDelta extends StatsTotals, RunInstants {
  readonly scheduleId: string;
  readonly lastRun: LastRun;
}

/** Identifies a batch: a writer numbers its batches from 1, and each is applied once. */
export interface StatsBatch {
  /** At most 191 characters. */
  readonly writer: string;
  readonly number: number;
}

/** Counters, kept under every log policy; written rarely, in one batch. */
export interface StatsStore {
  /**
   * Applies a batch, unless this writer's batch of that number or a higher one was applied before: all of it, in one
   * transaction, with at most four statements more for the figures of a usual batch. An older run never replaces a
   * newer one as the last run.
   */
  add(deltas: readonly StatsDelta[], batch: StatsBatch, figures?: FiguresDelta): Promise<void>;
  /** Another text after every batch that was applied: what follows from all counters may be kept until then. */
  appliedBatches(): Promise<string>;
  lastRuns(scheduleIds: readonly string[]): Promise<ReadonlyMap<string, LastRun>>;
  /** When each schedule last succeeded, where known. */
  lastSuccesses(scheduleIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** The instants that decide the states of schedules; a schedule without any is absent. */
  instantsOf(scheduleIds: readonly string[]): Promise<ReadonlyMap<string, RunInstants>>;
  /** The totals so far; a schedule without any is absent. */
  totalsOf(scheduleIds: readonly string[]): Promise<ReadonlyMap<string, StatsTotals>>;
}
