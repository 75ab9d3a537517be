import type { Execution, ExecutionSummary, OccurrenceRecord, Outcome } from '../domain/index.ts';

/** How far `count` counts unless told otherwise: an exact count costs a second in a table of millions. */
export const EXECUTIONS_COUNTED = 1_000;

/** At most about so many rows are looked at for one page or count, where no index leads to what the filter asks for. */
export const EXECUTIONS_SEARCHED = 20_000;

/** The records of runs. No operation's cost grows with the table; those that must see many rows take them in small steps. */
export interface ExecutionStore {
  /**
   * Writes a batch in one statement. Harmless when repeated: an occurrence has one row an attempt, and only a
   * real outcome replaces `interrupted` or an ambiguous `missed`.
   */
  append(executions: readonly Execution[]): Promise<void>;
  /**
   * Newest first by (`runTime`, `id`); with `scheduledFrom` or `scheduledTo` by (`scheduledAt`, `id`). Where it has to look
   * through rows, as for a search, it stops after `EXECUTIONS_SEARCHED` of them or some 40 ms and returns what it has found.
   */
  list(filter: ExecutionFilter, page: ExecutionPageQuery): Promise<ExecutionListPage>;
  /** With the texts that a list leaves out. */
  get(id: string): Promise<Execution | null>;
  /**
   * The records of one schedule's occurrences from `from` (epoch milliseconds) on, at most `limit`, in the order of
   * (`scheduledAt`, `attempt`). Runs by hand are not among them. It comes without the texts, which may be long.
   */
  occurrences(scheduleId: string, from: number, limit: number): Promise<readonly OccurrenceRecord[]>;
  /**
   * How many rows the filter matches, counted up to `atMost`. `Infinity` counts to the end, in small steps; any
   * other count stops where a list would stop.
   */
  count(filter: ExecutionFilter, atMost?: number): Promise<ExecutionCount>;
  /**
   * Deletes what the filter matches, in steps sized by time between which others get their turn; resolves to the number
   * of rows.
   */
  deleteWhere(filter: ExecutionFilter, options?: DeletionOptions): Promise<number>;
  /** What keeps the reads quick and may take a second in a large SQLite file: for the active runner, once it fires. */
  upkeep(): Promise<void>;
}

export interface DeletionOptions {
  /** Aborted, the deletion ends after the step under way. */
  readonly signal?: AbortSignal | undefined;
}

export interface ExecutionCount {
  readonly count: number;
  /** False when there are or may be more. */
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
  /** Part of the job key or of the error's type or message, whatever the case of its letters. */
  readonly search?: string | undefined;
}

export interface ExecutionCursor {
  /** By what the list is sorted: `runTime` or `scheduledAt`. */
  readonly at: number;
  readonly id: string;
}

export interface ExecutionPageQuery {
  readonly after?: ExecutionCursor | undefined;
  readonly limit: number;
}

export interface ExecutionListPage {
  readonly items: readonly ExecutionSummary[];
  /** Where the next page begins; null when nothing is left. */
  readonly next: ExecutionCursor | null;
  /** Where a search stopped before the page was full (epoch milliseconds): `next` goes on there. Null otherwise. */
  readonly searchedBackTo: number | null;
}
