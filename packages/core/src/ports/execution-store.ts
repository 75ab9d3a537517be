import type { Execution, ExecutionSummary, OccurrenceRecord, Outcome } from '../domain/index.ts';

/** The default limit of `count`: an exact count takes a second in a table of millions of rows. */
export const EXECUTIONS_COUNTED = 1_000;

/** About how many rows are read at most for one page or count, where no index matches the filter. */
export const EXECUTIONS_SEARCHED = 20_000;

/**
 * The records of runs. No operation's cost grows with the table; those that must read many rows do so in small steps.
 */
export interface ExecutionStore {
  /**
   * Writes a batch in one statement. Idempotent: there is one row per occurrence and attempt, and only a real outcome
   * replaces `interrupted` or an ambiguous `missed`.
   */
  append(executions: readonly Execution[]): Promise<void>;
  /**
   * Newest first by (`runTime`, `id`); with `scheduledFrom` or `scheduledTo` by (`scheduledAt`, `id`). A search that
   * has to scan rows stops after `EXECUTIONS_SEARCHED` of them or some 40 ms and returns what it has found.
   */
  list(filter: ExecutionFilter, page: ExecutionPageQuery): Promise<ExecutionListPage>;
  /** Includes the texts that lists leave out. */
  get(id: string): Promise<Execution | null>;
  /**
   * The records of one schedule's occurrences from `from` (epoch milliseconds) on, at most `limit`, by (`scheduledAt`,
   * `attempt`). Without runs by hand, and without the texts, which may be long.
   */
  occurrences(scheduleId: string, from: number, limit: number): Promise<readonly OccurrenceRecord[]>;
  /**
   * The number of rows that match the filter, counted up to `atMost`. `Infinity` counts all, in small steps; any other
   * count stops where a list would stop.
   */
  count(filter: ExecutionFilter, atMost?: number): Promise<ExecutionCount>;
  /**
   * Deletes matching rows in steps of limited time, between which other statements run; resolves to the number of rows.
   */
  deleteWhere(filter: ExecutionFilter, options?: DeletionOptions): Promise<number>;
  /**
   * Maintenance that keeps reads fast and may take a second on a large SQLite file: called by the active runner after
   * its first start.
   */
  upkeep(): Promise<void>;
}

export interface DeletionOptions {
  /** When aborted, the deletion ends after the current step. */
  readonly signal?: AbortSignal | undefined;
}

export interface ExecutionCount {
  readonly count: number;
  /** False if there are or may be more. */
  readonly isExact: boolean;
}

export interface ExecutionFilter {
  readonly jobKey?: string | undefined;
  readonly scheduleId?: string | undefined;
  readonly status?: readonly Outcome[] | undefined;
  /** Epoch milliseconds, inclusive, by `runTime`. */
  readonly from?: number | undefined;
  /** Epoch milliseconds, exclusive, by `runTime`. */
  readonly to?: number | undefined;
  /** Epoch milliseconds, inclusive, by `scheduledAt`. A run by hand has no occurrence and never matches. */
  readonly scheduledFrom?: number | undefined;
  /** The same, exclusive. */
  readonly scheduledTo?: number | undefined;
  /** A part of the job key, the error's type or its message; case does not matter. */
  readonly search?: string | undefined;
}

export interface ExecutionCursor {
  /** The instant that the list is sorted by: `runTime` or `scheduledAt`. */
  readonly at: number;
  readonly id: string;
}

export interface ExecutionPageQuery {
  readonly after?: ExecutionCursor | undefined;
  readonly limit: number;
}

export interface ExecutionListPage {
  readonly items: readonly ExecutionSummary[];
  /** Where the next page begins; null if there is none. */
  readonly next: ExecutionCursor | null;
  /** Where a search stopped before the page was full (epoch milliseconds); `next` continues there. Null otherwise. */
  readonly searchedBackTo: number | null;
}
