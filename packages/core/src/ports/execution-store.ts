import type { Execution, OccurrenceRecord, Outcome } from '../domain/index.ts';

/** The records of runs. */
export interface ExecutionStore {
  /**
   * Writes a batch in one statement. Harmless when repeated: an occurrence has one row an attempt, and only a
   * real outcome replaces `interrupted` or an ambiguous `missed`.
   */
  append(executions: readonly Execution[]): Promise<void>;
  /** Newest first by (`runTime`, `id`). */
  list(filter: ExecutionFilter, page: ExecutionPageQuery): Promise<ExecutionListPage>;
  get(id: string): Promise<Execution | null>;
  /**
   * The records of one schedule's occurrences from `from` (epoch milliseconds) on, at most `limit`, in the order of
   * (`scheduledAt`, `attempt`). Runs by hand are not among them. It comes without the texts, which may be long.
   */
  occurrences(scheduleId: string, from: number, limit: number): Promise<readonly OccurrenceRecord[]>;
  /** How many rows the filter matches; with `atMost` it counts no further than that. */
  count(filter: ExecutionFilter, atMost?: number): Promise<number>;
  /** Deletes what the filter matches, in small steps; resolves to the number of rows. */
  deleteWhere(filter: ExecutionFilter): Promise<number>;
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
  readonly search?: string | undefined;
}

export interface ExecutionCursor {
  readonly runTime: number;
  readonly id: string;
}

export interface ExecutionPageQuery {
  readonly after?: ExecutionCursor | undefined;
  readonly limit: number;
}

export interface ExecutionListPage {
  readonly items: readonly Execution[];
  readonly next: ExecutionCursor | null;
}
